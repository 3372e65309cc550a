"""The Protocol article as the tests read it: its sections, and what stands in them between three backticks."""
import pathlib
import re

TEXT = (pathlib.Path(__file__).parents[3] / "Sources/Ledger/Ledger.docc/Protocol.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """What stands under a heading, up to the next heading of that rank."""
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def fences(title: str) -> list[str]:
    return re.findall(r"```\n(.*?)```", section(title), re.DOTALL)


def hex_of(text: str) -> bytes:
    return bytes.fromhex("".join(text.split()))


def fields(fence: str) -> list[tuple[str, bytes]]:
    """Of lines of a name and its bytes, which may go on in further lines."""
    found: list[tuple[str, str]] = []
    for line in fence.splitlines():
        words = re.fullmatch(r"(.*?)\s+([0-9a-f]+)", line)
        assert words, line
        if words[1]:
            found.append((words[1], words[2]))
        else:
            found[-1] = (found[-1][0], found[-1][1] + words[2])
    return [(name, bytes.fromhex(digits)) for name, digits in found]


def rows(title: str) -> list[list[str]]:
    """The rows of all tables of a section, without the marks of code."""
    lines = [line for line in section(title).splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]
