from ..codec import struct
from ..values import Hash, Reference
from .action import Action


@struct
class Attest(Action):
    """Says that a hash belongs to a topic. It changes nothing, and no rule of its own can refuse it."""

    topic: Reference
    hash: Hash
