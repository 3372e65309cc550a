#!/usr/bin/env python3
"""Audits an exported Laurel archive, from the Protocol article alone: replays every block, arrives at the same roots.
It reads block by block: memory grows with accounts, pending rewards and references paid, not with the chain's length.
Needs Python 3.11 and coincurve (BIP340). Exit status: 0 the chain holds, 1 it does not, 2 it could not be checked.
The article does not number the faults of the file: 300 archive, 301 genesisHash, 302 head (not what the option names).
"""
import argparse, contextlib, functools, hashlib, io, json, re, sys, time
from collections import Counter, OrderedDict, namedtuple
from dataclasses import make_dataclass, replace
try:
    import coincurve
except ImportError:
    print("auditor: coincurve is not installed; 'pip install coincurve' provides it", file=sys.stderr)
    sys.exit(2)

MAX_BLOCK, MAX_SIGNED, MAX_TIME = 16_777_216, 196_608, 253_402_300_799_999
MAX_U32, MAX_U128, DAYS_90 = 2**32 - 1, 2**128 - 1, 7_776_000_000
class Fault(Exception):
    """A rule that does not hold, as "CODE NAME". Whoever knows the height and the transaction's index adds them."""
    height = transaction = None
    def __init__(self, rule, detail, credit=None):
        self.rule, self.detail, self.credit = rule, detail, credit
        if isinstance(detail, bytes): self.detail = address(detail) if len(detail) == 33 else detail.hex()
def require(holds, rule, detail, credit=None):
    if not holds: raise Fault(rule, detail, credit)

# ---- Encoding: a codec has `read`, from a Reader to a value, and `write`, from the value to the same bytes ----------
class Reader:
    def __init__(self, file, rule): self.file, self.rule = file, rule  # the rule that malformed bytes break
    def require(self, holds, why):
        if not holds: raise Fault(self.rule, f"{why}, before offset {self.file.tell()}")
    def take(self, count):
        data = self.file.read(count)
        self.require(len(data) == count, f"{count - len(data)} more bytes are needed")
        return data
    def uleb(self, low, high, what):
        value, shift, byte = 0, 0, 128
        while byte & 128:
            self.require(shift < 35, "ULEB128 has over five bytes")
            byte = self.take(1)[0]
            value, shift = value | (byte & 127) << shift, shift + 7
        self.require(byte or shift == 7, "ULEB128 is longer than needed")
        self.require(low <= value <= high, f"{what} is {value}, {low}...{high} is allowed")
        return value
def decode(codec, data, rule="201 malformedBlock"):
    reader = Reader(io.BytesIO(data), rule)
    value = codec.read(reader)
    reader.require(not reader.file.read(1), "bytes after the end of the value")
    return value
Codec = namedtuple("Codec", "read write")
def uleb(value): return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + uleb(value >> 7)
def fixed(count): return Codec(lambda reader: reader.take(count), bytes)
def uint(size): return Codec(lambda it: int.from_bytes(it.take(size), "little"), lambda n: n.to_bytes(size, "little"))
def string(low, high, form=r"[^\0-\x1f\x7f-\x9f]*"):
    def read(reader):  # its bytes
        value = reader.take(reader.uleb(low, high, "a string's length"))
        text = value.decode(errors="replace")
        reader.require(text.encode() == value and re.fullmatch(form, text), "a string is not of its form")
        return value
    return Codec(read, lambda value: uleb(len(value)) + value)
def vec(element, low, high, ascends_by=None):
    def read(reader):
        values = [element.read(reader) for _ in range(reader.uleb(low, high, "a count"))]
        keys = list(map(ascends_by, values)) if ascends_by else []
        reader.require(all(a < b for a, b in zip(keys, keys[1:])), "a set does not ascend strictly")
        return values
    return Codec(read, lambda values: uleb(len(values)) + b"".join(map(element.write, values)))
def set_of(element, low, high): return vec(element, low, high, ascends_by=element.write)
def option(some):
    return Codec(lambda reader: some.read(reader) if reader.uleb(0, 1, "an option's first byte") else None,
                 lambda value: b"\0" if value is None else b"\1" + some.write(value))
def struct(kind, holds=lambda value: True, **fields):  # a class that is its own codec
    def read(reader):
        value = cls(*[field.read(reader) for field in fields.values()])
        reader.require(holds(value), f"{kind} is out of range")
        return value
    def write(value): return b"".join([field.write(getattr(value, name)) for name, field in fields.items()])
    cls = make_dataclass(kind, fields, slots=True)
    cls.read, cls.write = staticmethod(read), staticmethod(write)
    return cls
def structs(table):  # defines structs: of each the name, then its fields, each with its codec's name
    for kind, *fields in map(str.split, re.split("[|\n]", table.strip())):
        pairs = [field.split(":") for field in fields]
        globals()[kind] = struct(kind, **{name: globals()[codec] for name, codec in pairs})
def enum(*cases):  # of structs: a value's class tells its tag
    def read(reader):  # None keeps a tag free
        case = cases[reader.uleb(0, len(cases) - 1, "a tag")]
        reader.require(case, "a tag that nothing has")
        return case.read(reader)
    return Codec(read, lambda value: uleb(cases.index(type(value))) + type(value).write(value))
def tagged_bytes(*cases):  # an enum of bytes, kept encoded
    def read(reader):
        tag = reader.uleb(0, len(cases) - 1, "a tag")
        return bytes([tag]) + cases[tag].write(cases[tag].read(reader))
    return Codec(read, bytes)

# ---- Types ----------------------------------------------------------------------------------------------------------
U8, U16, U32, U64, U128 = map(uint, (1, 2, 4, 8, 16))
HASH = KEY = fixed(32)
ACCOUNT = tagged_bytes(KEY, HASH, HASH)
REFERENCE, CATEGORY = string(1, 64, r"[\x21-\x7e]*"), string(1, 32, r"[a-z0-9-]*")
HANDLE, NOTE = string(3, 128, r"[a-z0-9-]+:[\x21-\x7e]+"), string(1, 256)
UNIT, EVIDENCE = fixed(0), option(HASH)
REASON, SCOPE_ITEM = tagged_bytes(UNIT, UNIT, CATEGORY), tagged_bytes(UNIT, UNIT, CATEGORY, UNIT)
SCOPE, PUBLIC, COMMUNITY = set_of(SCOPE_ITEM, 1, 16), string(1, 50), string(1, 100)
SYMBOL, HALF, SIGNATURE, INDICES = string(1, 12, r"[A-Z0-9]*"), fixed(16), fixed(64), vec(U16, 1, 1024, ascends_by=int)
KEYS, ACCOUNTS = set_of(KEY, 0, 256), set_of(ACCOUNT, 0, 256)  # over its limit, up to here, a policy is not malformed
Authenticator = struct(
    "Authenticator", lambda one: 1 <= one.threshold <= len(one.keys), threshold=U8, keys=set_of(KEY, 1, 32))
structs("""
    IssuerTerms scope:SCOPE capPerReference:U128 budgetPerEpoch:U128
    Issuer account:ACCOUNT scope:SCOPE capPerReference:U128 budgetPerEpoch:U128
    Credit to:ACCOUNT amount:U128 reason:REASON reference:REFERENCE evidence:EVIDENCE
    Credits transaction:HASH credits:INDICES | Binding account:ACCOUNT | Witness key:KEY signature:SIGNATURE""")
ISSUERS, CREDITS = vec(Issuer, 0, 1024, ascends_by=lambda issuer: issuer.account), vec(Credit, 1, 1024)
TERMS, TARGET, WITNESSES = option(IssuerTerms), enum(Credits, Binding), vec(Witness, 1, 64, lambda witness: witness.key)
structs("""
    Policy authority:ACCOUNT producers:KEYS issuers:ISSUERS arbiters:ACCOUNTS registrars:ACCOUNTS challengeWindow:U64 \
        bindDelay:U64 smallestAmount:U128 allowance:U32 issuerAllowance:U32 blockBytes:U32 blockTransactions:U32
    Token name:PUBLIC symbol:SYMBOL decimals:U8
    Genesis version:U16 community:COMMUNITY token:Token supplyCap:U128 time:U64 nonce:HASH epochLength:U64 policy:Policy
    Reward credits:CREDITS | Transfer to:ACCOUNT amount:U128 evidence:EVIDENCE | Burn amount:U128
    Revoke target:TARGET reason:NOTE evidence:EVIDENCE | Register account:ACCOUNT | Bind handle:HANDLE key:KEY
    Reveal policy:Authenticator | Rotate to:Authenticator | Merge into:ACCOUNT evidence:EVIDENCE
    SetIssuer account:ACCOUNT terms:TERMS | SetPolicy policy:Policy
    Attest topic:REFERENCE hash:HASH""")
ACTION = enum(Reward, Transfer, Burn, Revoke, Register, Bind, Reveal, Rotate, Merge, SetIssuer, SetPolicy, None, Attest)
structs("""
    Transaction sender:ACCOUNT sequence:U64 validUntil:U64 action:ACTION
    Signed transaction:Transaction witnesses:WITNESSES
    Header version:U16 chain:HASH height:U64 parent:HASH time:U64 transactionCount:U32 transactionsRoot:HASH \
        stateRoot:HASH historyRoot:HASH producer:KEY
    Initial | Bound key:KEY effectiveAt:U64""")
TRANSACTIONS, AUTHORITY, INDEX = vec(Signed, 0, 65_536), enum(Initial, Bound, Authenticator), option(U32)
structs("""
    Block header:Header signature:SIGNATURE transactions:TRANSACTIONS
    Totals time:U64 transactions:U64 minted:U128 revoked:U128 burned:U128 issued:U64 settled:U64 lastMaturesAt:U64
    Account id:ACCOUNT sequence:U64 balance:U128 earned:U128 authority:AUTHORITY epoch:U64 used:U32 pending:U32 \
        mergedInto:INDEX
    RewardLeaf transaction:U64 credit:U16 issuer:U32 recipient:U32 amount:U128 epoch:U64 maturesAt:U64 reference:HALF
    Spending account:U32 epoch:U64 spent:U128 | ReferenceLeaf reference:HALF transaction:U64
    Revocation transaction:U64 credit:U16 by:U64 | CollectionLeaf collection:U8 count:U64 root:HASH""")
RANGES = dict(
    version=(1, 1), supplyCap=(1, MAX_U128), time=(0, MAX_TIME), epochLength=(60_000, 315_360_000_000),
    decimals=(0, 18), producers=(1, 64), issuers=(0, 256), arbiters=(0, 64), registrars=(0, 64),
    challengeWindow=(0, DAYS_90), bindDelay=(0, DAYS_90), smallestAmount=(1, MAX_U128), allowance=(1, MAX_U32),
    blockBytes=(262_144, MAX_BLOCK), blockTransactions=(1, 65_536), capPerReference=(1, MAX_U128),
    budgetPerEpoch=(1, MAX_U128))
def outside(*values):
    """What is out of range, in words, of a genesis and its token, a policy and its issuers, or terms. Or None."""
    for value in values:
        ranges = RANGES | (dict(issuerAllowance=(value.allowance, MAX_U32)) if isinstance(value, Policy) else {})
        for name, (low, high) in ranges.items():
            got = len(it) if isinstance(it := getattr(value, name, low), list) else it
            if not low <= got <= high: return f"{name} is {got}, {low}...{high} is allowed"

# ---- Hashes ---------------------------------------------------------------------------------------------------------
def sha256(data): return hashlib.sha256(data).digest()
def tagged(tag, message): return sha256(sha256(tag.encode()) * 2 + message)
def digest(credit): return tagged("laurel/reference", credit.reason + REFERENCE.write(credit.reference))[:16]
def handle_account(text): return b"\1" + tagged("laurel/handle", text)
def is_signed(key, signature, message):
    with contextlib.suppress(ValueError):  # raised for a key that is no point of the curve
        return coincurve.PublicKeyXOnly(key).verify(signature, message)
def address(account):  # Bech32m (BIP350): 264 bits and one of padding are 53 groups of five
    def groups(number, count): return [number >> 5 * i & 31 for i in reversed(range(count))]
    data, check = groups(int.from_bytes(account, "big") << 1, 53), 1
    for value in [3] * 6 + [0] + [ord(letter) & 31 for letter in "laurel"] + data + [0] * 6:
        top, check = check >> 25, (check & 0x1ffffff) << 5 ^ value
        for i, generator in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3)):
            check ^= generator * (top >> i & 1)
    return "laurel1" + "".join("qpzry9x8gf2tvdw0s3jn54khce6mua7l"[i] for i in data + groups(check ^ 0x2bc830a3, 6))

class GrowingTree:
    """RFC 6962's tree over leaves that stay as they are: the roots of its full subtrees suffice, largest first."""
    def __init__(self, leaves=()):
        self.count, self.roots = 0, []
        for leaf in leaves: self.append(leaf)
    def append(self, leaf):
        node, position = sha256(b"\0" + leaf), self.count
        while position & 1: node, position = sha256(b"\1" + self.roots.pop() + node), position >> 1
        self.roots.append(node)
        self.count += 1
    def root(self):
        both = lambda right, left: sha256(b"\1" + left + right)
        return functools.reduce(both, reversed(self.roots)) if self.roots else sha256(b"")

class ChangingTree:
    """The same over leaves that change in place. levels[0] holds their hashes; a last node without a sibling moves up
    as it is, which gives the RFC's shape. Only what was touched since the last root is hashed anew."""
    def __init__(self, write): self.write, self.items, self.levels, self.touched = write, [], [[]], set()
    count = property(lambda self: len(self.items))
    def append(self, item):  # its index
        self.items.append(item)
        self.touched.add(self.count - 1)
        return self.count - 1
    def change(self, index):  # the item, for the caller to change
        self.touched.add(index)
        return self.items[index]
    def root(self):
        touched, self.touched, nodes, level = sorted(self.touched), set(), self.levels[0], 0
        for i in touched: nodes[i:i + 1] = [sha256(b"\0" + self.write(self.items[i]))]
        while len(nodes) > 1:
            level += 1
            self.levels[level:] = self.levels[level:] or [[]]
            below, nodes, touched = nodes, self.levels[level], sorted({i // 2 for i in touched})
            for i in touched:
                pair = below[2 * i:2 * i + 2]
                nodes[i:i + 1] = [sha256(b"\1" + pair[0] + pair[1])] if len(pair) == 2 else pair
        return nodes[0] if nodes else sha256(b"")

# ---- State ----------------------------------------------------------------------------------------------------------
def named(it): return it.authority, *[issuer.account for issuer in it.issuers], *it.arbiters, *it.registrars
def listed(policy, id): return next((issuer for issuer in policy.issuers if issuer.account == id), None)
class Ledger:
    def __init__(self, encoded):
        genesis = self.genesis = decode(Genesis, encoded, "300 archive")
        wrong = outside(genesis, genesis.token, genesis.policy, *genesis.policy.issuers)
        require(not wrong, "300 archive", f"genesis: {wrong}")
        self.chain = self.head = tagged("laurel/genesis", encoded)
        self.hashes, self.epoch, self.current = GrowingTree([self.chain]), 0, None  # a transaction's index in its block
        self.policy = self.next = genesis.policy  # in force, and as changed so far in this block
        self.totals = Totals(genesis.time, *[0] * 7)
        self.accounts, self.spending = ChangingTree(Account.write), ChangingTree(Spending.write)
        self.rewards, self.references, self.revocations = [GrowingTree() for _ in range(3)]
        self.index, self.spender = {}, {}  # account to its index; issuer's index to its entry in spending
        self.unsettled, self.revoked = OrderedDict(), set()  # rewards by index; the indices of those that were revoked
        # By transaction id the range of its rewards, until they are settled; by digest the number of unrevoked credits.
        self.rewarded, self.paid = OrderedDict(), Counter()
        for id in named(self.next): self.register(id)
        self.stateRoot = self.root()
    height = property(lambda self: self.hashes.count - 1)
    def register(self, id):  # its index
        if id not in self.index: self.index[id] = self.accounts.append(Account(id, 0, 0, 0, Initial(), 0, 0, 0, None))
        return self.index[id]
    def root(self):
        single = GrowingTree([Policy.write(self.next)]), GrowingTree([Totals.write(self.totals)])
        trees = *single, self.accounts, self.spending, self.rewards, self.references, self.revocations
        leaves = [CollectionLeaf(tag, tree.count, tree.root()) for tag, tree in enumerate(trees)]
        return GrowingTree(map(CollectionLeaf.write, leaves)).root()
    def account(self, id): return self.accounts.items[self.index[id]] if id in self.index else None
    def changed(self, id):  # the account, registered if new, for the caller to change
        return self.accounts.change(self.register(id))
    def is_open(self, id): return self.account(id) is None or self.account(id).mergedInto is None
    def is_pending(self, reward): return reward in self.unsettled and reward not in self.revoked
    def pending(self):  # pending amounts by the recipient's index
        sums = Counter()
        for index, one in self.unsettled.items(): sums[one.recipient] += one.amount * (index not in self.revoked)
        return sums
    def authenticator(self, account):  # the one in force, or None
        match account:
            case Account(authority=Authenticator() as explicit): return explicit
            case Account(authority=Bound(key, at)): return Authenticator(1, [key]) if at <= self.totals.time else None
            case Account(id): return Authenticator(1, [id[1:]]) if id[0] == 0 else None
    def append(self, encoded, now):
        require(len(encoded) <= MAX_BLOCK, "201 malformedBlock", f"the block has over {MAX_BLOCK} bytes")
        block, policy = decode(Block, encoded), self.policy
        leaves = list(map(Signed.write, block.transactions))
        header, hash = block.header, tagged("laurel/block", Header.write(block.header))
        def same(code, **expected):  # code is the first rule's, of the field of its name
            for code, (rule, value) in enumerate(expected.items(), code):
                words = [it.hex() if isinstance(it, bytes) else it for it in (getattr(header, rule), value)]
                require(getattr(header, rule) == value, f"{code} {rule}", f"got {words[0]}, expected {words[1]}")
        same(202, version=1, chain=self.chain, height=self.height + 1, parent=self.head, historyRoot=self.hashes.root())
        require(self.totals.time <= header.time <= MAX_TIME, "207 time", f"got {header.time}, after {self.totals.time}")
        require(header.producer in policy.producers, "208 producer", f"{header.producer.hex()} is not listed")
        require(is_signed(header.producer, block.signature, hash), "209 blockSignature", f"over {hash.hex()}")
        same(210, transactionCount=len(block.transactions))
        small = len(encoded) <= policy.blockBytes and len(block.transactions) <= policy.blockTransactions
        require(small, "211 blockSize", f"{len(encoded)} bytes, {len(block.transactions)} transactions")
        same(212, transactionsRoot=GrowingTree(leaves).root())
        self.totals.time, self.epoch = header.time, (header.time - self.genesis.time) // self.genesis.epochLength
        self.mature()
        for self.current, signed in enumerate(block.transactions):
            require(len(leaves[self.current]) <= MAX_SIGNED, "1 tooLarge", f"{len(leaves[self.current])} bytes")
            self.execute(signed)
        self.current, self.stateRoot = None, self.root()
        same(213, stateRoot=self.stateRoot)
        require(header.time <= now, "215 future", f"the block's time is {header.time}, it is {now} now")
        self.policy, self.head = self.next, hash
        self.hashes.append(hash)
    def mature(self):
        while self.unsettled and next(iter(self.unsettled.values())).maturesAt <= self.totals.time:
            index, reward = self.unsettled.popitem(last=False)
            self.totals.settled += 1
            if index not in self.revoked:
                account = self.accounts.change(reward.recipient)
                account.balance, account.earned = account.balance + reward.amount, account.earned + reward.amount
                account.pending -= 1
            self.revoked.discard(index)
        while self.rewarded and next(iter(self.rewarded.values())).stop <= self.totals.settled:
            self.rewarded.popitem(last=False)
    # -- Transactions: the rules in their order, then what they change --
    def execute(self, signed):
        transaction, action, id = signed.transaction, signed.transaction.action, signed.transaction.sender
        hash = tagged("laurel/transaction", self.chain + Transaction.write(transaction))
        self.check_alone(id, action)
        for key, signature in [(witness.key, witness.signature) for witness in signed.witnesses]:
            require(is_signed(key, signature, hash), "7 badSignature", f"{key.hex()} over {hash.hex()}")
        self.check_sender(transaction, action, {witness.key for witness in signed.witnesses})
        sender = self.changed(id)
        sender.sequence += 1
        sender.used = sender.used + 1 if sender.epoch == self.epoch else 1
        sender.epoch = self.epoch
        match action:
            case Reward(credits): self.reward(id, credits, hash)
            case Revoke(Credits(transaction, credits)): self.revoke(id, transaction, credits)
            case _: self.act(id, sender, action)
        self.totals.transactions += 1
    def check_alone(self, id, action):
        match action:
            case Reward(credits):
                for i, credit in enumerate(credits): require(credit.amount > 0, "4 zeroAmount", "a credit of 0", i)
            case Transfer(_, 0) | Burn(0): raise Fault("4 zeroAmount", "the amount is 0")
            case Transfer(to) | Merge(to): require(to != id, "5 toOneself", to)
            case SetPolicy(policy): require(not (wrong := outside(policy, *policy.issuers)), "6 invalidPolicy", wrong)
            case SetIssuer(_, IssuerTerms() as terms): require(not (wrong := outside(terms)), "6 invalidPolicy", wrong)
    def check_sender(self, transaction, action, witnesses):
        id, sequence, sender = transaction.sender, transaction.sequence, self.account(transaction.sender)
        require(self.totals.time <= transaction.validUntil, "20 expired", f"valid until {transaction.validUntil}")
        require(sender, "21 unknownSender", id)
        require(sender.mergedInto is None, "22 senderClosed", id)
        require(sequence == sender.sequence, "23 wrongSequence", f"{sequence}, not {sender.sequence}")
        needed = [self.authenticator(sender)]
        match action:
            case Reveal(policy):
                needed, revealed = [policy], b"\2" + tagged("laurel/threshold", Authenticator.write(policy))
                require(id == revealed, "83 policyMismatch", revealed)
                require(sender.authority == Initial(), "84 alreadyRevealed", id)
            case Bind(_, key): needed.append(Authenticator(1, [key]))
            case Rotate(to): needed.append(to)
            case Merge(into): needed.append(self.authenticator(self.account(into)))
        require(None not in needed, "24 unauthorised", "an account that must sign has no authenticator in force")
        spare = set(witnesses)
        for one in needed:
            there = witnesses.intersection(one.keys)
            require(len(there) >= one.threshold, "24 unauthorised", f"{len(there)} of {one.threshold} witnesses")
            spare -= there if len(there) == one.threshold else set()
        require(not spare, "24 unauthorised", f"{len(spare)} witnesses are to spare")
        allowed = self.policy.issuerAllowance if listed(self.policy, id) else self.policy.allowance
        require(sender.epoch != self.epoch or sender.used < allowed, "25 allowanceUsed", f"{sender.used} of {allowed}")
    def reward(self, id, credits, hash):
        policy, totals, issuer, sums = self.policy, self.totals, listed(self.policy, id), Counter()
        require(issuer, "40 notAnIssuer", id)
        def each(rule, holds):
            for i, one in enumerate(credits):
                require(holds(one), rule, f"{one.amount} for {one.reference.decode()}", i)
        def grown(credit):
            sums[digest(credit)] += credit.amount
            return sums[digest(credit)]
        each("41 outOfScope", lambda one: one.reason in issuer.scope or one.reason[0] == 2 and b"\3" in issuer.scope)
        each("42 belowSmallest", lambda one: one.amount >= policy.smallestAmount)
        each("43 recipientClosed", lambda one: self.is_open(one.to))
        each("44 referencePaid", lambda one: digest(one) not in self.paid)
        each("45 overCap", lambda one: grown(one) <= issuer.capPerReference)
        index, total = self.index[id], sum(sums.values())
        entry = self.spending.items[self.spender[index]] if index in self.spender else None
        spent, budget = entry.spent if entry and entry.epoch == self.epoch else 0, issuer.budgetPerEpoch
        require(totals.minted + total <= MAX_U128, "46 overflow", f"{totals.minted} + {total}")
        require(spent + total <= budget, "47 overBudget", f"{spent} + {total} of {budget}")
        require(totals.minted - totals.revoked + total <= self.genesis.supplyCap, "48 overSupplyCap", f"{total} more")
        totals.lastMaturesAt = max(totals.time + policy.challengeWindow, totals.lastMaturesAt)
        if not entry: self.spender[index] = self.spending.append(Spending(index, self.epoch, 0))
        entry = self.spending.change(self.spender[index])
        entry.epoch, entry.spent = self.epoch, spent + total
        totals.minted += total
        self.rewarded[hash] = range(totals.issued, totals.issued + len(credits))
        for i, credit in enumerate(credits):
            reference = digest(credit)
            self.changed(credit.to).pending += 1
            leaf = RewardLeaf(totals.transactions, i, index, self.index[credit.to], credit.amount, self.epoch,
                              totals.lastMaturesAt, reference)
            self.unsettled[totals.issued] = leaf
            self.rewards.append(RewardLeaf.write(leaf))
            if sums.pop(reference, None):  # the first of this transaction under it
                self.references.append(ReferenceLeaf.write(ReferenceLeaf(reference, totals.transactions)))
            self.paid[reference] += 1
            totals.issued += 1
        self.mature()
    def revoke(self, id, transaction, credits):
        rewards = self.rewarded.get(transaction, range(0))
        require(any(map(self.is_pending, rewards)), "70 notPending", transaction)
        is_its_issuer = self.unsettled[rewards[0]].issuer == self.index[id] and listed(self.policy, id)
        require(id in self.policy.arbiters or is_its_issuer, "71 mayNotRevoke", id)
        for credit in credits:
            there = credit < len(rewards) and self.is_pending(rewards[credit])
            require(there, "72 creditNotPending", f"{credit}", credit)
        for index in map(rewards.__getitem__, credits):
            reward = self.unsettled[index]
            by = self.totals.transactions
            self.revocations.append(Revocation.write(Revocation(reward.transaction, reward.credit, by)))
            self.revoked.add(index)
            self.paid[reward.reference] -= 1
            if not self.paid[reward.reference]: del self.paid[reward.reference]
            self.accounts.change(reward.recipient).pending -= 1
            self.totals.revoked += reward.amount
            entry = self.spending.change(self.spender[reward.issuer])
            entry.spent -= reward.amount if entry.epoch == reward.epoch == self.epoch else 0
    def act(self, id, sender, action):
        policy, totals, issuers = self.policy, self.totals, self.next.issuers
        if isinstance(action, Register | Bind): require(id in policy.registrars, "80 notARegistrar", id)
        if isinstance(action, SetIssuer | SetPolicy): require(id == policy.authority, "90 notTheAuthority", id)
        match action:
            case Transfer(to, amount):
                require(amount >= policy.smallestAmount, "42 belowSmallest", f"{amount} of {policy.smallestAmount}")
                require(self.is_open(to), "43 recipientClosed", to)
                require(amount <= sender.balance, "60 insufficientBalance", f"{amount} of {sender.balance}")
                sender.balance -= amount
                self.changed(to).balance += amount
            case Burn(amount):
                require(amount <= sender.balance, "60 insufficientBalance", f"{amount} of {sender.balance}")
                sender.balance -= amount
                totals.burned += amount
            case Revoke(Binding(account)):
                require(id in policy.arbiters, "71 mayNotRevoke", id)
                bound = self.account(account) and self.account(account).authority
                require(isinstance(bound, Bound) and bound.effectiveAt > totals.time, "73 notBinding", account)
                self.changed(account).authority = Initial()
            case Register(account):
                require(account not in self.index, "81 accountExists", account)
                self.register(account)
            case Bind(handle, key):
                account = self.account(handle_account(handle))
                require(account is None or account.authority == Initial(), "82 alreadyBound", handle.decode())
                self.changed(handle_account(handle)).authority = Bound(key, totals.time + policy.bindDelay)
            case Reveal(authenticator) | Rotate(authenticator): sender.authority = authenticator
            case Merge(into):
                require(self.is_open(into), "43 recipientClosed", into)
                require(sender.pending == 0, "85 rewardsPending", f"{sender.pending}")
                target, sender.mergedInto = self.changed(into), self.index[into]
                target.balance += sender.balance
                target.earned += sender.earned
                sender.balance = sender.earned = 0
            case SetIssuer(account, terms):
                others = [issuer for issuer in issuers if issuer.account != account]
                require(terms or len(others) < len(issuers), "91 unknownIssuer", account)
                require(not terms or len(others) < 256, "92 tooManyIssuers", f"{len(others)} are listed")
                new = [Issuer(account, terms.scope, terms.capPerReference, terms.budgetPerEpoch)] if terms else []
                if terms: self.register(account)
                self.next = replace(self.next, issuers=sorted(others + new, key=lambda issuer: issuer.account))
            case SetPolicy(policy):
                self.next = policy
                for id in named(policy): self.register(id)

# ---- Archive --------------------------------------------------------------------------------------------------------
def audit(file, now, genesis_hash, head):  # the ledger after the archive's last block. Raises Fault
    archive = Reader(file, "300 archive")
    def frame(): return archive.take(min(U32.read(archive), MAX_BLOCK + 1))  # a byte too many is enough to see it
    archive.require(archive.take(17) == b"laurel-archive-1\n", "the file is no laurel-archive-1")
    ledger = Ledger(frame())
    require(genesis_hash in (None, (0, ledger.chain)), "301 genesisHash", f"the chain is {ledger.chain.hex()}")
    seen = head in (None, (0, ledger.chain))
    while encoded := frame():
        try:
            ledger.append(encoded, now)
        except Fault as fault:
            fault.height, fault.transaction = ledger.height + 1, ledger.current
            raise
        seen = seen or head == (ledger.height, ledger.head)
    archive.require(archive.take(40) == U64.write(ledger.height) + ledger.head, "the end names another block")
    archive.require(not file.read(1), "there are bytes after the end")
    require(seen, "302 head", f"block {head and head[0]} is another, or after the end")
    held = sum(account.balance for account in ledger.accounts.items) + sum(ledger.pending().values())
    if held != ledger.totals.minted - ledger.totals.revoked - ledger.totals.burned:
        raise ArithmeticError("the sums differ, which no archive can bring about: a mistake of this auditor")
    return ledger
def report(ledger, with_accounts):
    totals, pending = ledger.totals, ledger.pending()
    accounts = [dict(account=address(one.id), balance=str(one.balance), earned=str(one.earned), sequence=one.sequence,
                     pending=str(pending[i])) for i, one in enumerate(ledger.accounts.items) if with_accounts]
    return dict(
        holds=True, chain=ledger.chain.hex(), height=ledger.height, head=ledger.head.hex(),
        stateRoot=ledger.stateRoot.hex(), transactions=totals.transactions, minted=str(totals.minted),
        revoked=str(totals.revoked), burned=str(totals.burned), pending=str(sum(pending.values())),
        **(dict(accounts=accounts) if with_accounts else {}))
def head_argument(text):
    if not re.fullmatch("[0-9]{1,20}:[0-9a-fA-F]{64}", text):
        raise argparse.ArgumentTypeError(f"'{text}' has no hash of 64 hexadecimal digits, or no height before it")
    return int(text[:-65]), bytes.fromhex(text[-64:])
def main():
    parser = argparse.ArgumentParser(description="Replays an exported Laurel archive and checks every rule and root.")
    parser.add_argument("archive", metavar="ARCHIVE")
    parser.add_argument("--genesis-hash", metavar="HEX", type=lambda text: head_argument("0:" + text), help="its id")
    parser.add_argument("--head", metavar="HEIGHT:HASH", type=head_argument, help="a block that it must contain")
    parser.add_argument("--now", metavar="MS", type=int, default=time.time_ns() // 10**6, help="default: the clock's")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--accounts", action="store_true", help="list the accounts too, in order of index")
    options = parser.parse_args()
    try:
        with open(options.archive, "rb") as file:
            result = report(audit(file, options.now, options.genesis_hash, options.head), options.accounts)
    except (OSError, ArithmeticError) as error:
        print(f"auditor: {options.archive} could not be checked: {error}", file=sys.stderr)
        return 2
    except Fault as fault:
        code, rule = fault.rule.split()
        result = dict(holds=False, height=fault.height, transaction=fault.transaction, credit=fault.credit,
                      code=int(code), rule=rule, detail=fault.detail)
    if options.json: print(json.dumps(result, sort_keys=True))
    else:
        accounts = [" ".join(map(str, account.values())) for account in result.pop("accounts", [])]
        print(*[f"{name}: {value}" for name, value in result.items()], *accounts, sep="\n")
    return 0 if result["holds"] else 1
if __name__ == "__main__": sys.exit(main())
