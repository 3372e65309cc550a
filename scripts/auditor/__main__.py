"""Run as 'python3 scripts/auditor ARCHIVE'."""
import pathlib
import sys

# Python puts this folder on the path, where its parts would be top-level modules: what is wanted there is the folder above.
sys.path[0] = str(pathlib.Path(__file__).resolve().parent.parent)

from auditor.command import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
