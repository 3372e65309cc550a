#!/usr/bin/env python3
"""Audits an exported Laurel archive, from the Protocol article alone: replays every block, arrives at the same roots.

Needs Python 3.11 and coincurve (BIP340). Exit status: 0 the chain holds, 1 it does not, 2 it could not be checked.
The sections are the article's. Faults of the file, which the article does not number: 300 archive, 301 genesisHash
(not the chain that --genesis-hash names), 302 head (does not contain the block that --head names).
"""
import argparse
import hashlib
import json
import re
import sys
import time
from dataclasses import make_dataclass, replace
from functools import lru_cache
from types import SimpleNamespace

try:
    import coincurve
except ImportError:
    print("auditor: coincurve is not installed; 'pip install coincurve' provides it", file=sys.stderr)
    sys.exit(2)

CODES = dict(
    zeroAmount=4, toOneself=5, invalidPolicy=6, badSignature=7, expired=20, unknownSender=21, senderClosed=22,
    wrongSequence=23, unauthorised=24, allowanceUsed=25, notAnIssuer=40, outOfScope=41, belowSmallest=42,
    recipientClosed=43, referencePaid=44, overCap=45, overflow=46, overBudget=47, overSupplyCap=48,
    insufficientBalance=60, notPending=70, mayNotRevoke=71, creditNotPending=72, notBinding=73, notARegistrar=80,
    accountExists=81, alreadyBound=82, policyMismatch=83, alreadyRevealed=84, rewardsPending=85, notTheAuthority=90,
    unknownIssuer=91, tooManyIssuers=92, malformedBlock=201, version=202, chain=203, height=204, parent=205,
    historyRoot=206, time=207, producer=208, blockSignature=209, transactionCount=210, blockSize=211,
    transactionsRoot=212, stateRoot=213, future=215, archive=300, genesisHash=301, head=302)
MAX_BLOCK, MAX_SIGNED, MAX_TIME = 16_777_216, 196_608, 253_402_300_799_999
MAX_U32, MAX_U128 = 2**32 - 1, 2**128 - 1

class Fault(Exception):
    """A rule that does not hold. Whoever knows the block's height and the transaction's index in it adds them."""
    height = transaction = None

    def __init__(self, rule, detail, credit=None):
        if isinstance(detail, bytes):  # an account or a hash; in words only now, as most rules hold
            detail = address(detail) if len(detail) == 33 else detail.hex()
        super().__init__(detail)
        self.rule, self.detail, self.credit = rule, detail, credit

def require(holds, rule, detail, credit=None):
    if not holds:
        raise Fault(rule, detail, credit)

# ---- Encoding: a codec has `read`, from a Reader to a value, and `write`, from the value to the same bytes ----------

class Malformed(Exception):
    pass

class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def require(self, holds, why):
        if not holds:
            raise Malformed(f"{why}, before offset {self.at} of {len(self.data)}")

    def take(self, count):
        self.require(count <= len(self.data) - self.at, f"{count} more bytes are needed")
        self.at += count
        return self.data[self.at - count:self.at]

    def uleb(self, low, high, what):
        value, shift, byte = 0, 0, 128
        while byte & 128:
            self.require(shift < 35, "ULEB128 has over five bytes")
            byte = self.take(1)[0]
            value, shift = value | (byte & 127) << shift, shift + 7
        self.require(byte or shift == 7, "ULEB128 is longer than needed")
        self.require(low <= value <= high, f"{what} is {value}, {low}...{high} is allowed")
        return value

def decode(codec, data):
    reader = Reader(data)
    value = codec.read(reader)
    reader.require(reader.at == len(data), "bytes after the end of the value")
    return value

def codec(read, write):
    return SimpleNamespace(read=read, write=write)

def uleb(value):
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + uleb(value >> 7)

def uint(width):
    return codec(lambda reader: int.from_bytes(reader.take(width), "little"), lambda n: n.to_bytes(width, "little"))

def fixed(count):
    return codec(lambda reader: reader.take(count), bytes)

def string(low, high, form=rb"(?s).*"):
    """Its bytes, which match `form` and have no control characters."""
    def read(reader):
        value = reader.take(reader.uleb(low, high, "a string's length"))
        text = value.decode(errors="replace")
        reader.require(re.fullmatch(form, value) and text.encode() == value, "a string is not of its form")
        reader.require(not re.search("[\0-\x1f\x7f-\x9f]", text), "a string has control characters")
        return value
    return codec(read, lambda value: uleb(len(value)) + value)

def vec(element, low, high, ascends_by=None):
    def read(reader):
        values = [element.read(reader) for _ in range(reader.uleb(low, high, "a count"))]
        keys = list(map(ascends_by, values)) if ascends_by else []
        reader.require(all(a < b for a, b in zip(keys, keys[1:])), "a set does not ascend strictly")
        return values
    return codec(read, lambda values: uleb(len(values)) + b"".join(map(element.write, values)))

def set_of(element, low, high):
    return vec(element, low, high, ascends_by=element.write)

def option(some):
    return codec(lambda reader: some.read(reader) if reader.uleb(0, 1, "an option's first byte") else None,
                 lambda value: b"\0" if value is None else b"\1" + some.write(value))

def struct(kind, **fields):
    """A class that is its own codec."""
    cls = make_dataclass(kind, fields, slots=True)
    cls.read = staticmethod(lambda reader: cls(*[field.read(reader) for field in fields.values()]))
    cls.write = staticmethod(lambda value: b"".join([of.write(getattr(value, name)) for name, of in fields.items()]))
    return cls

def enum(*cases):
    """Of structs: a value's class tells its tag."""
    return codec(lambda reader: cases[reader.uleb(0, len(cases) - 1, "a tag")].read(reader),
                 lambda value: uleb(cases.index(type(value))) + type(value).write(value))

def opaque(inner):
    """Whatever `inner` reads, kept as its bytes."""
    def read(reader):
        start = reader.at
        inner.read(reader)
        return reader.data[start:reader.at]
    return codec(read, bytes)

def narrowed(inner, holds, why):
    def read(reader):
        value = inner.read(reader)
        reader.require(holds(value), why)
        return value
    return codec(read, inner.write)

# ---- Types ----------------------------------------------------------------------------------------------------------

U8, U16, U32, U64, U128 = map(uint, (1, 2, 4, 8, 16))
HASH = KEY = fixed(32)
ACCOUNT = opaque(enum(KEY, HASH, HASH))
REFERENCE, CATEGORY = string(1, 64, rb"[\x21-\x7e]*"), string(1, 32, rb"[a-z0-9-]*")
HANDLE, NOTE = string(3, 128, rb"[a-z0-9-]+:[\x21-\x7e]+"), string(1, 256)
UNIT, EVIDENCE = fixed(0), option(HASH)
REASON, SCOPE_ITEM = opaque(enum(UNIT, UNIT, CATEGORY)), opaque(enum(UNIT, UNIT, CATEGORY, UNIT))

Authenticator = struct("Authenticator", threshold=U8, keys=set_of(KEY, 1, 32))
AUTHENTICATOR = narrowed(Authenticator, lambda it: 1 <= it.threshold <= len(it.keys), "a threshold is out of range")
TERMS = dict(scope=set_of(SCOPE_ITEM, 1, 16), capPerReference=U128, budgetPerEpoch=U128)
IssuerTerms, Issuer = struct("IssuerTerms", **TERMS), struct("Issuer", account=ACCOUNT, **TERMS)
Policy = struct(  # up to four times its limit, a count is not malformed but out of range
    "Policy", authority=ACCOUNT, producers=set_of(KEY, 0, 256),
    issuers=vec(Issuer, 0, 1024, ascends_by=lambda issuer: issuer.account), arbiters=set_of(ACCOUNT, 0, 256),
    registrars=set_of(ACCOUNT, 0, 256), challengeWindow=U64, bindDelay=U64, smallestAmount=U128, allowance=U32,
    issuerAllowance=U32, blockBytes=U32, blockTransactions=U32)
Token = struct("Token", name=string(1, 50), symbol=string(1, 12, rb"[A-Z0-9]*"), decimals=U8)
Genesis = struct("Genesis", version=U16, community=string(1, 100), token=Token, supplyCap=U128, time=U64,
                 nonce=fixed(32), epochLength=U64, policy=Policy)

Credit = struct("Credit", to=ACCOUNT, amount=U128, reason=REASON, reference=REFERENCE, evidence=EVIDENCE)
Credits = struct("Credits", transaction=HASH, credits=vec(U16, 1, 1024, ascends_by=int))
Binding = struct("Binding", account=ACCOUNT)
Reward = struct("Reward", credits=vec(Credit, 1, 1024))
Transfer = struct("Transfer", to=ACCOUNT, amount=U128, evidence=EVIDENCE)
Burn = struct("Burn", amount=U128)
Revoke = struct("Revoke", target=enum(Credits, Binding), reason=NOTE, evidence=EVIDENCE)
Register = struct("Register", account=ACCOUNT)
Bind = struct("Bind", handle=HANDLE, key=KEY)
Reveal = struct("Reveal", policy=AUTHENTICATOR)
Rotate = struct("Rotate", to=AUTHENTICATOR)
Merge = struct("Merge", into=ACCOUNT, evidence=EVIDENCE)
SetIssuer = struct("SetIssuer", account=ACCOUNT, terms=option(IssuerTerms))
SetPolicy = struct("SetPolicy", policy=Policy)
ACTION = enum(Reward, Transfer, Burn, Revoke, Register, Bind, Reveal, Rotate, Merge, SetIssuer, SetPolicy)

Transaction = struct("Transaction", sender=ACCOUNT, sequence=U64, validUntil=U64, action=ACTION)
Witness = struct("Witness", key=KEY, signature=fixed(64))
Signed = struct("Signed", transaction=Transaction, witnesses=vec(Witness, 1, 64, ascends_by=lambda one: one.key))
Header = struct("Header", version=U16, chain=HASH, height=U64, parent=HASH, time=U64, transactionCount=U32,
                transactionsRoot=HASH, stateRoot=HASH, historyRoot=HASH, producer=KEY)
Block = struct("Block", header=Header, signature=fixed(64), transactions=vec(Signed, 0, 65_536))

Totals = struct("Totals", time=U64, transactions=U64, minted=U128, revoked=U128, burned=U128, issued=U64, settled=U64,
                lastMaturesAt=U64)
Initial, Bound = struct("Initial"), struct("Bound", key=KEY, effectiveAt=U64)
Account = struct("Account", id=ACCOUNT, sequence=U64, balance=U128, earned=U128,
                 authority=enum(Initial, Bound, Authenticator), epoch=U64, used=U32, pending=U32,
                 mergedInto=option(U32))
Spending = struct("Spending", account=U32, epoch=U64, spent=U128)
RewardLeaf = struct("RewardLeaf", transaction=U64, credit=U16, issuer=U32, recipient=U32, amount=U128, epoch=U64,
                    maturesAt=U64, reference=fixed(16))
ReferenceLeaf = struct("ReferenceLeaf", reference=fixed(16), transaction=U64)
Revocation = struct("Revocation", transaction=U64, credit=U16, by=U64)
CollectionLeaf = struct("CollectionLeaf", collection=U8, count=U64, root=HASH)

DAYS_90 = 7_776_000_000
POLICY_RANGES = dict(
    producers=(1, 64), issuers=(0, 256), arbiters=(0, 64), registrars=(0, 64), challengeWindow=(0, DAYS_90),
    bindDelay=(0, DAYS_90), smallestAmount=(1, MAX_U128), allowance=(1, MAX_U32), issuerAllowance=(1, MAX_U32),
    blockBytes=(262_144, MAX_BLOCK), blockTransactions=(1, 65_536))
TERMS_RANGES = dict(capPerReference=(1, MAX_U128), budgetPerEpoch=(1, MAX_U128))
GENESIS_RANGES = dict(version=(1, 1), supplyCap=(1, MAX_U128), time=(0, MAX_TIME), epochLength=(60_000, 315_360_000_000))

def outside(value, ranges):
    """What is out of range, in words, or None."""
    for name, (low, high) in ranges.items():
        got = getattr(value, name)
        got = len(got) if isinstance(got, list) else got
        if not low <= got <= high:
            return f"{name} is {got}, {low}...{high} is allowed"

def policy_outside(policy):
    return outside(policy, POLICY_RANGES | dict(issuerAllowance=(policy.allowance, MAX_U32))) or next(
        filter(None, (outside(issuer, TERMS_RANGES) for issuer in policy.issuers)), None)

# ---- Hashes ---------------------------------------------------------------------------------------------------------

def sha256(data):
    return hashlib.sha256(data).digest()

def tagged(tag, message):
    return sha256(sha256(tag.encode()) * 2 + message)

def digest(credit):
    return tagged("laurel/reference", credit.reason + REFERENCE.write(credit.reference))[:16]

def handle_account(text):
    return b"\1" + tagged("laurel/handle", text)

@lru_cache(maxsize=65_536)
def point(key):
    try:
        return coincurve.PublicKeyXOnly(key)
    except ValueError:
        return None

def is_signed(key, signature, message):
    return point(key) is not None and point(key).verify(signature, message)

class Collection:
    """A dense array of leaves and its RFC 6962 tree. levels[0] holds the leaves' hashes; a last node that has no sibling
    moves up as it is, which gives the RFC's shape. Only what was touched since the last root is hashed anew."""

    def __init__(self, write=bytes, items=()):
        self.write, self.items, self.levels, self.touched = write, list(items), [[]], set(range(len(items)))

    def append(self, item):
        self.items.append(item)
        self.touched.add(len(self.items) - 1)
        return len(self.items) - 1

    def change(self, index):
        """The item, for the caller to change."""
        self.touched.add(index)
        return self.items[index]

    def root(self):
        touched, self.touched, nodes, level = sorted(self.touched), set(), self.levels[0], 0
        for i in touched:
            nodes[i:i + 1] = [sha256(b"\0" + self.write(self.items[i]))]
        while len(nodes) > 1:
            level += 1
            self.levels[level:] = self.levels[level:] or [[]]
            below, nodes, touched = nodes, self.levels[level], sorted({i // 2 for i in touched})
            for i in touched:
                pair = below[2 * i:2 * i + 2]
                nodes[i:i + 1] = [sha256(b"\1" + pair[0] + pair[1])] if len(pair) == 2 else pair
        return nodes[0] if nodes else sha256(b"")

def address(account):
    """Bech32m (BIP350): 264 bits and one of padding are 53 groups of five."""
    def groups(number, count):
        return [number >> 5 * i & 31 for i in reversed(range(count))]
    data, check = groups(int.from_bytes(account, "big") << 1, 53), 1
    for value in [3] * 6 + [0] + [ord(letter) & 31 for letter in "laurel"] + data + [0] * 6:
        top, check = check >> 25, (check & 0x1ffffff) << 5 ^ value
        for i, generator in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3)):
            check ^= generator * (top >> i & 1)
    return "laurel1" + "".join("qpzry9x8gf2tvdw0s3jn54khce6mua7l"[i] for i in data + groups(check ^ 0x2bc830a3, 6))

# ---- State ----------------------------------------------------------------------------------------------------------

class Ledger:
    def __init__(self, encoded):
        genesis = self.genesis = decode(Genesis, encoded)
        wrong = (outside(genesis, GENESIS_RANGES) or outside(genesis.token, dict(decimals=(0, 18)))
                 or policy_outside(genesis.policy))
        if wrong:
            raise Malformed(wrong)
        self.chain, self.epoch = tagged("laurel/genesis", encoded), 0
        self.hashes = Collection(items=[self.chain])
        self.policy = self.next = genesis.policy  # in force, and as changed so far in this block
        self.totals = Totals(genesis.time, *[0] * 7)
        self.collections = [Collection(kind.write) for kind in (
            Policy, Totals, Account, Spending, RewardLeaf, ReferenceLeaf, Revocation)]
        policies, totals, self.accounts, self.spending, self.rewards, self.references, self.revocations = self.collections
        policies.append(self.next), totals.append(self.totals)
        # The collections, indexed:
        self.index = {}      # account to its index
        self.spender = {}    # issuer's index to its entry in spending
        self.rewarded = {}   # a reward's transaction id to its range of rewards
        self.paid = {}       # reference digest to the number of its credits that were not revoked
        self.revoked = set()  # indices of rewards
        self.register(*self.named(self.next))
        self.stateRoot = self.root()

    @staticmethod
    def named(policy):
        return policy.authority, *[issuer.account for issuer in policy.issuers], *policy.arbiters, *policy.registrars

    def register(self, *accounts):
        for id in accounts:
            if id not in self.index:
                self.index[id] = self.accounts.append(Account(id, 0, 0, 0, Initial(), 0, 0, 0, None))

    def root(self):
        self.collections[0].items[0] = self.next
        self.collections[0].change(0), self.collections[1].change(0)
        return Collection(CollectionLeaf.write, [CollectionLeaf(tag, len(collection.items), collection.root())
                                                 for tag, collection in enumerate(self.collections)]).root()

    def account(self, id):
        return self.accounts.items[self.index[id]] if id in self.index else None

    def changed(self, id):
        self.register(id)
        return self.accounts.change(self.index[id])

    def authenticator(self, account):
        """The one in force, or None."""
        match account:
            case Account(authority=Authenticator() as explicit): return explicit
            case Account(authority=Bound(key, since)): return Authenticator(1, [key]) if since <= self.totals.time else None
            case Account(id): return Authenticator(1, [id[1:]]) if id[0] == 0 else None

    def issuer(self, policy, id):
        return next((issuer for issuer in policy.issuers if issuer.account == id), None)

    def spent(self, issuer):
        entry = self.spending.items[self.spender[issuer]] if issuer in self.spender else None
        return entry.spent if entry and entry.epoch == self.epoch else 0

    def is_pending(self, reward):
        return reward >= self.totals.settled and reward not in self.revoked

    def pending(self):
        """Pending amounts by the recipient's index."""
        sums = {}
        for reward in map(self.rewards.items.__getitem__, filter(self.is_pending, range(len(self.rewards.items)))):
            sums[reward.recipient] = sums.get(reward.recipient, 0) + reward.amount
        return sums

    # ---- Block rules

    def append(self, encoded, now):
        try:
            Reader(b"").require(len(encoded) <= MAX_BLOCK, f"the block has over {MAX_BLOCK} bytes")
            block = decode(Block, encoded)
            leaves = list(map(Signed.write, block.transactions))
            Reader(b"").require(max(map(len, leaves), default=0) <= MAX_SIGNED, "a transaction is too large")
        except Malformed as error:
            raise Fault("malformedBlock", str(error)) from None
        header, policy, hash = block.header, self.policy, tagged("laurel/block", Header.write(block.header))

        def same(rule, got, expected):
            text = [value.hex() if isinstance(value, bytes) else value for value in (got, expected)]
            require(got == expected, rule, f"got {text[0]}, expected {text[1]}")
        same("version", header.version, 1)
        same("chain", header.chain, self.chain)
        same("height", header.height, len(self.hashes.items))
        same("parent", header.parent, self.hashes.items[-1])
        same("historyRoot", header.historyRoot, self.hashes.root())
        require(self.totals.time <= header.time <= MAX_TIME, "time", f"got {header.time}, after {self.totals.time}")
        require(header.producer in policy.producers, "producer", f"{header.producer.hex()} is not listed")
        require(is_signed(header.producer, block.signature, hash), "blockSignature", f"not the producer's over {hash.hex()}")
        same("transactionCount", header.transactionCount, len(block.transactions))
        require(len(encoded) <= policy.blockBytes and len(block.transactions) <= policy.blockTransactions, "blockSize",
                f"{len(encoded)} bytes, {len(block.transactions)} transactions")
        same("transactionsRoot", header.transactionsRoot, Collection(items=leaves).root())
        self.totals.time = header.time
        self.epoch = (header.time - self.genesis.time) // self.genesis.epochLength
        self.mature()
        for i, signed in enumerate(block.transactions):
            try:
                self.execute(signed)
            except Fault as fault:
                fault.transaction = i
                raise
        self.stateRoot = self.root()
        same("stateRoot", header.stateRoot, self.stateRoot)
        require(header.time <= now, "future", f"the block's time is {header.time}, it is {now} now")
        self.policy = self.next
        self.hashes.append(hash)

    def mature(self):
        totals, rewards = self.totals, self.rewards.items
        while totals.settled < totals.issued and rewards[totals.settled].maturesAt <= totals.time:
            if totals.settled not in self.revoked:
                reward = rewards[totals.settled]
                recipient = self.accounts.change(reward.recipient)
                recipient.balance += reward.amount
                recipient.earned += reward.amount
                recipient.pending -= 1
            totals.settled += 1

    # ---- Transaction rules

    def execute(self, signed):
        transaction, action = signed.transaction, signed.transaction.action
        id = tagged("laurel/transaction", self.chain + Transaction.write(transaction))
        self.check_alone(transaction.sender, action, signed.witnesses, id)
        self.check_sender(transaction, action, {witness.key for witness in signed.witnesses})
        match action:
            case Reward(credits): self.check_reward(transaction.sender, credits)
            case _: self.check_action(transaction.sender, self.account(transaction.sender), action)
        self.change(transaction.sender, action, id)

    def check_alone(self, sender, action, witnesses, id):
        match action:
            case Reward(credits):
                for i, credit in enumerate(credits):
                    require(credit.amount > 0, "zeroAmount", "a credit of 0", i)
            case Transfer(_, 0) | Burn(0): raise Fault("zeroAmount", "the amount is 0")
        match action:
            case Transfer(to) | Merge(to): require(to != sender, "toOneself", to)
            case SetPolicy(policy): require(not policy_outside(policy), "invalidPolicy", policy_outside(policy))
            case SetIssuer(_, IssuerTerms() as terms):
                require(not outside(terms, TERMS_RANGES), "invalidPolicy", outside(terms, TERMS_RANGES))
        for witness in witnesses:
            require(is_signed(witness.key, witness.signature, id), "badSignature", f"{witness.key.hex()} over {id.hex()}")

    def check_sender(self, transaction, action, witnesses):
        id, time, sender = transaction.sender, self.totals.time, self.account(transaction.sender)
        require(time <= transaction.validUntil, "expired", f"valid until {transaction.validUntil}, time is {time}")
        require(sender, "unknownSender", id)
        require(sender.mergedInto is None, "senderClosed", id)
        require(transaction.sequence == sender.sequence, "wrongSequence", f"{transaction.sequence}, not {sender.sequence}")
        needed = [self.authenticator(sender)]
        match action:
            case Reveal(policy):
                revealed = b"\2" + tagged("laurel/threshold", Authenticator.write(policy))
                require(id == revealed, "policyMismatch", revealed)
                require(sender.authority == Initial(), "alreadyRevealed", id)
                needed = [policy]
            case Bind(_, key): needed.append(Authenticator(1, [key]))
            case Rotate(to): needed.append(to)
            case Merge(into): needed.append(self.authenticator(self.account(into)))
        require(None not in needed, "unauthorised", "an account that must sign has no authenticator in force")
        spare = set(witnesses)
        for one in needed:
            there = witnesses.intersection(one.keys)
            require(len(there) >= one.threshold, "unauthorised", f"{len(there)} of {one.threshold} witnesses")
            spare -= there if len(there) == one.threshold else set()
        require(not spare, "unauthorised", f"{len(spare)} witnesses are to spare")
        allowed = self.policy.issuerAllowance if self.issuer(self.policy, id) else self.policy.allowance
        require(sender.epoch != self.epoch or sender.used < allowed, "allowanceUsed", f"{sender.used} of {allowed}")

    def is_open(self, id):
        return self.account(id) is None or self.account(id).mergedInto is None

    def check_reward(self, sender, credits):
        policy, totals, issuer = self.policy, self.totals, self.issuer(self.policy, sender)
        require(issuer, "notAnIssuer", sender)
        def each(rule, holds):
            for i, credit in enumerate(credits):
                require(holds(credit), rule, f"{credit.amount} for {credit.reference.decode()}", i)

        def grown(credit):
            sums[digest(credit)] = sums.get(digest(credit), 0) + credit.amount
            return sums[digest(credit)]
        sums = {}
        each("outOfScope", lambda one: one.reason in issuer.scope or one.reason[0] == 2 and b"\3" in issuer.scope)
        each("belowSmallest", lambda one: one.amount >= policy.smallestAmount)
        each("recipientClosed", lambda one: self.is_open(one.to))
        each("referencePaid", lambda one: not self.paid.get(digest(one)))
        each("overCap", lambda one: grown(one) <= issuer.capPerReference)
        total, spent = sum(sums.values()), self.spent(self.index[sender])
        supply = totals.minted - totals.revoked + total
        require(totals.minted + total <= MAX_U128, "overflow", f"{totals.minted} + {total}")
        require(spent + total <= issuer.budgetPerEpoch, "overBudget", f"{spent} + {total} of {issuer.budgetPerEpoch}")
        require(supply <= self.genesis.supplyCap, "overSupplyCap", f"{supply} of {self.genesis.supplyCap}")

    def check_action(self, id, sender, action):
        policy, is_arbiter, listed = self.policy, id in self.policy.arbiters, self.next.issuers
        if isinstance(action, Register | Bind):
            require(id in policy.registrars, "notARegistrar", id)
        if isinstance(action, SetIssuer | SetPolicy):
            require(id == policy.authority, "notTheAuthority", id)
        match action:
            case Transfer(to, amount):
                require(amount >= policy.smallestAmount, "belowSmallest", f"{amount} of {policy.smallestAmount}")
                require(self.is_open(to), "recipientClosed", to)
                require(amount <= sender.balance, "insufficientBalance", f"{amount} of {sender.balance}")
            case Burn(amount):
                require(amount <= sender.balance, "insufficientBalance", f"{amount} of {sender.balance}")
            case Revoke(Credits(transaction, credits)):
                rewards = self.rewarded.get(transaction, range(0))
                require(any(map(self.is_pending, rewards)), "notPending", transaction)
                is_its_issuer = self.rewards.items[rewards[0]].issuer == self.index[id]
                require(is_arbiter or is_its_issuer and self.issuer(policy, id), "mayNotRevoke", id)
                for credit in credits:
                    require(credit < len(rewards) and self.is_pending(rewards[credit]), "creditNotPending", f"{credit}", credit)
            case Revoke(Binding(account)):
                require(is_arbiter, "mayNotRevoke", id)
                bound = self.account(account) and self.account(account).authority
                require(isinstance(bound, Bound) and bound.effectiveAt > self.totals.time, "notBinding", account)
            case Register(account): require(account not in self.index, "accountExists", account)
            case Bind(handle):
                account = self.account(handle_account(handle))
                require(account is None or account.authority == Initial(), "alreadyBound", handle.decode())
            case Merge(into):
                require(self.is_open(into), "recipientClosed", into)
                require(sender.pending == 0, "rewardsPending", f"{sender.pending}")
            case SetIssuer(account, terms) if not self.issuer(self.next, account):
                require(terms, "unknownIssuer", account)
                require(len(listed) < 256, "tooManyIssuers", f"{len(listed)} are listed")

    # ---- What a transaction changes

    def change(self, id, action, hash):
        totals, sender = self.totals, self.changed(id)
        sender.sequence += 1
        sender.used = sender.used + 1 if sender.epoch == self.epoch else 1
        sender.epoch = self.epoch
        match action:
            case Reward(credits): self.reward(self.index[id], credits, hash)
            case Transfer(to, amount):
                sender.balance -= amount
                self.changed(to).balance += amount
            case Burn(amount):
                sender.balance -= amount
                totals.burned += amount
            case Revoke(Credits(transaction, credits)):
                for credit in credits:
                    self.revoke(self.rewarded[transaction][credit])
            case Revoke(Binding(account)): self.changed(account).authority = Initial()
            case Register(account): self.register(account)
            case Bind(handle, key):
                self.changed(handle_account(handle)).authority = Bound(key, totals.time + self.policy.bindDelay)
            case Reveal(authenticator) | Rotate(authenticator): sender.authority = authenticator
            case Merge(into):
                target, sender.mergedInto = self.changed(into), self.index[into]
                target.balance, target.earned = target.balance + sender.balance, target.earned + sender.earned
                sender.balance = sender.earned = 0
            case SetIssuer(account, terms):
                issuers = [issuer for issuer in self.next.issuers if issuer.account != account]
                if terms:
                    issuers.append(Issuer(account, terms.scope, terms.capPerReference, terms.budgetPerEpoch))
                    self.register(account)
                self.next = replace(self.next, issuers=sorted(issuers, key=lambda issuer: issuer.account))
            case SetPolicy(policy):
                self.next = policy
                self.register(*self.named(policy))
        totals.transactions += 1

    def reward(self, issuer, credits, hash):
        totals, spent, seen = self.totals, self.spent(issuer), set()
        total = sum(credit.amount for credit in credits)
        totals.lastMaturesAt = max(totals.time + self.policy.challengeWindow, totals.lastMaturesAt)
        if issuer not in self.spender:
            self.spender[issuer] = self.spending.append(Spending(issuer, self.epoch, 0))
        entry = self.spending.change(self.spender[issuer])
        entry.epoch, entry.spent = self.epoch, spent + total
        totals.minted += total
        self.rewarded[hash] = range(totals.issued, totals.issued + len(credits))
        for i, credit in enumerate(credits):
            reference = digest(credit)
            self.changed(credit.to).pending += 1
            self.rewards.append(RewardLeaf(totals.transactions, i, issuer, self.index[credit.to], credit.amount, self.epoch,
                                           totals.lastMaturesAt, reference))
            if reference not in seen:
                self.references.append(ReferenceLeaf(reference, totals.transactions))
            seen.add(reference)
            self.paid[reference] = self.paid.get(reference, 0) + 1
            totals.issued += 1
        self.mature()

    def revoke(self, index):
        reward = self.rewards.items[index]
        self.revocations.append(Revocation(reward.transaction, reward.credit, self.totals.transactions))
        self.revoked.add(index)
        self.paid[reward.reference] -= 1
        self.accounts.change(reward.recipient).pending -= 1
        self.totals.revoked += reward.amount
        entry = self.spending.change(self.spender[reward.issuer])
        entry.spent -= reward.amount if entry.epoch == reward.epoch == self.epoch else 0

# ---- Archive --------------------------------------------------------------------------------------------------------

def audit(file, now, genesis_hash, head):
    """The ledger after the archive's last block. Raises Fault."""
    def take(count, what):
        data = file.read(count)
        require(len(data) == count, "archive", f"the file ends within {what}")
        return data

    def frame(what):
        return take(min(U32.read(Reader(take(4, "a byte count"))), MAX_BLOCK + 1), what)  # one too many is enough to see

    require(take(17, "its first line") == b"laurel-archive-1\n", "archive", "the file is no laurel-archive-1")
    try:
        ledger = Ledger(frame("the genesis"))
    except Malformed as error:
        raise Fault("archive", f"genesis: {error}") from None
    hashes = ledger.hashes.items
    require(genesis_hash in (None, (0, ledger.chain)), "genesisHash", f"the chain is {ledger.chain.hex()}")
    while encoded := frame(f"block {len(hashes)}"):
        try:
            ledger.append(encoded, now)
        except Fault as fault:
            fault.height = len(hashes)
            raise
    last = U64.write(len(hashes) - 1) + hashes[-1]
    require(take(40, "the end") == last, "archive", f"the end is not {len(hashes) - 1}:{hashes[-1].hex()}")
    require(not file.read(1), "archive", "there are bytes after the end")
    if head:
        require(head[0] < len(hashes), "head", f"the chain ends at {len(hashes) - 1}, before {head[0]}")
        require(hashes[head[0]] == head[1], "head", f"block {head[0]} is {hashes[head[0]].hex()}")
    held = sum(account.balance for account in ledger.accounts.items) + sum(ledger.pending().values())
    if held != ledger.totals.minted - ledger.totals.revoked - ledger.totals.burned:
        raise ArithmeticError("the sums differ, which no archive can bring about: a mistake of this auditor")
    return ledger

def report(ledger, with_accounts):
    totals, pending = ledger.totals, ledger.pending()
    fields = dict(holds=True, chain=ledger.chain.hex(), height=len(ledger.hashes.items) - 1,
                  head=ledger.hashes.items[-1].hex(), stateRoot=ledger.stateRoot.hex(), transactions=totals.transactions,
                  minted=str(totals.minted), revoked=str(totals.revoked), burned=str(totals.burned),
                  pending=str(sum(pending.values())))
    if with_accounts:
        fields["accounts"] = [dict(account=address(account.id), balance=str(account.balance), earned=str(account.earned),
                                   sequence=account.sequence, pending=str(pending.get(i, 0)))
                              for i, account in enumerate(ledger.accounts.items)]
    return fields

def head_argument(text):
    height, _, hash = text.rpartition(":")
    if not re.fullmatch("[0-9]{1,20}:[0-9a-fA-F]{64}", text):
        raise argparse.ArgumentTypeError(f"'{text}' has no hash of 64 hexadecimal digits, or no height before it")
    return int(height), bytes.fromhex(hash)

def main():
    parser = argparse.ArgumentParser(description="Replays an exported Laurel archive and checks every rule and root.")
    parser.add_argument("archive", metavar="ARCHIVE")
    parser.add_argument("--genesis-hash", metavar="HEX", type=lambda text: head_argument("0:" + text), help="the chain id that it must have")
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
        result = dict(holds=False, height=fault.height, transaction=fault.transaction, credit=fault.credit,
                      code=CODES[fault.rule], rule=fault.rule, detail=fault.detail)
    if options.json:
        print(json.dumps(result, sort_keys=True))
    else:
        accounts = result.pop("accounts", [])
        print(*[f"{name}: {value}" for name, value in result.items()], sep="\n")
        print(*[" ".join(map(str, account.values())) + "\n" for account in accounts], sep="", end="")
    return 0 if result["holds"] else 1

if __name__ == "__main__":
    sys.exit(main())
