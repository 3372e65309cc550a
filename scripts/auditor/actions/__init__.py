"""Actions by their tags. Tag 11 is kept for an action of a later version."""
from .attest import Attest
from .bind import Bind
from .burn import Burn
from .merge import Merge
from .register import Register
from .reveal import Reveal
from .revoke import Revoke
from .reward import Reward
from .rotate import Rotate
from .set_issuer import SetIssuer
from .set_policy import SetPolicy
from .transfer import Transfer

ACTIONS = {
    0: Reward,
    1: Transfer,
    2: Burn,
    3: Revoke,
    4: Register,
    5: Bind,
    6: Reveal,
    7: Rotate,
    8: Merge,
    9: SetIssuer,
    10: SetPolicy,
    12: Attest,
}
