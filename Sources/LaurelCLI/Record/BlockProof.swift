import Ledger
import LedgerAPI
import LedgerClient
import LedgerCrypto
import LedgerKeys

/// What a block shows that a producer has signed.
///
/// Whoever runs a node can say anything; only a producer can sign a block. One who signs a second block of the same height leaves a
/// proof of that which anybody can check, so a block is believed where a word is not.
enum BlockProof {
    /// The block of a height, once it is certain that it is one of this chain, that one of the `producers` has signed it, and that it
    /// holds the transactions that the signature covers.
    ///
    /// - Throws: what is wrong with it.
    static func block(
        _ height: UInt64, from client: LedgerClient, _ genesis: Genesis, producers: Set<PublicKey>
    ) async throws -> Block {
        let bytes = try await client.blockBytes(height)
        func wrong(_ what: String) -> CommandFailure {
            .impossible("\(client.url) shows a block \(height) that \(what); it lies or is broken")
        }
        guard let block = try? Block(decoding: bytes) else { throw wrong("does not decode") }
        let header = block.header
        guard header.chain == genesis.chainID, header.height == height else {
            throw wrong("says that it is block \(header.height) of chain \(header.chain)")
        }
        guard producers.contains(header.producer) else {
            throw wrong("is signed by \(header.producer), which is no producer that is known here")
        }
        guard block.signedHeader.isSignatureValid else { throw wrong("has a signature that does not hold") }
        let leaves = block.transactions.indices.map { MerkleHash.leaf(Array(block.bytes(ofTransaction: $0))) }
        guard Int(header.transactionCount) == leaves.count, MerkleHash.root(of: leaves) == header.transactionsRoot
        else {
            throw wrong("holds other transactions than its producer signed")
        }
        return block
    }

    /// How far a transaction is looked for.
    private static let blockLimit = 2_000

    /// The transaction by which a sender's number was used up; nil where none is shown.
    ///
    /// It is one that a block shows, from the same sender, under that number, signed by one of these keys. No other transaction with the
    /// number can ever be applied on that chain.
    ///
    /// - Parameter height: after this block the number was still free.
    static func user(
        of sequence: UInt64, of sender: AccountID, after height: UInt64, signedBy keys: Set<PublicKey>,
        from client: LedgerClient, _ genesis: Genesis, producers: Set<PublicKey>
    ) async throws -> (id: Digest, height: UInt64)? {
        var next: UInt64? = height &+ 1
        var looked = 0
        while let from = next, from > 0, looked < blockLimit {
            let page = try await client.blocks(from: from, limit: 100)
            for summary in page.blocks {
                let isThere = summary.transactions.contains {
                    $0.sender.id == sender.description && $0.sequence == sequence
                }
                guard isThere else { continue }
                let block = try await block(summary.height, from: client, genesis, producers: producers)
                for signed in block.transactions
                where signed.transaction.sender == sender && signed.transaction.sequence == sequence {
                    let id = signed.transaction.id(on: genesis.chainID)
                    let isOurs = signed.witnesses.contains {
                        keys.contains($0.key) && $0.key.isValid($0.signature, for: id)
                    }
                    if isOurs { return (id, summary.height) }
                }
            }
            looked += max(1, page.blocks.count)
            next = page.next.flatMap { $0 > from ? $0 : nil }
        }
        return nil
    }
}
