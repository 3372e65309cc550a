import Foundation
import Ledger
import LedgerCrypto
import Testing

/// Reads `rfc6962_roots/` and `transparency-dev-merkle/` of the official vectors.
@Suite(.enabled(if: Vectors.folder != nil, Vectors.reason)) struct MerkleVectorTests {
    private struct Roots: Decodable {
        let leaves: [String]
        let roots: [String]

        private enum CodingKeys: String, CodingKey {
            case leaves = "leaf_inputs_hex"
            case roots = "root_by_size_hex"
        }
    }

    private struct Inclusion: Decodable {
        let leafIdx: UInt64
        let treeSize: UInt64
        let root: Data?
        let leafHash: Data?
        let proof: [Data]?
        let wantErr: Bool
        let file: String

        /// Hashes of a wrong length can't even be written down as digests: they are refused before any proof.
        var holds: Bool {
            guard let root = root.flatMap({ Digest($0) }), let leaf = leafHash.flatMap({ Digest($0) }),
                let proof = MerkleVectorTests.digests(proof)
            else { return false }
            return MerkleProof.holds(inclusionOf: leaf, at: leafIdx, of: treeSize, proof: proof, root: root)
        }
    }

    private struct Consistency: Decodable {
        let size1: UInt64
        let size2: UInt64
        let root1: Data?
        let root2: Data?
        let proof: [Data]?
        let wantErr: Bool
        let file: String

        var holds: Bool {
            guard let old = MerkleVectorTests.root(root1), let new = MerkleVectorTests.root(root2),
                let proof = MerkleVectorTests.digests(proof)
            else { return false }
            return MerkleProof.holds(consistencyFrom: old, of: size1, to: new, of: size2, proof: proof)
        }
    }

    /// Where the roots don't matter, the cases have a few words in their place: their hash stands for them here.
    fileprivate static func root(_ bytes: Data?) -> Digest? {
        bytes.map { Digest($0) ?? SHA256.hash(Array($0)) }
    }

    fileprivate static func digests(_ hashes: [Data]?) -> [Digest]? {
        let digests = (hashes ?? []).compactMap { Digest($0) }
        return digests.count == hashes?.count ?? 0 ? digests : nil
    }

    @Test func `the roots of RFC 6962 come out at every size, in all three trees`() throws {
        let vectors = try Vectors.read(Roots.self, "rfc6962_roots/rfc6962_roots.json")
        let leaves = try vectors.leaves.map { MerkleHash.leaf(try #require(Hex.decode($0))) }
        #expect(vectors.roots.count == leaves.count + 1)
        for (size, root) in vectors.roots.enumerated() {
            let part = Array(leaves.prefix(size))
            var tree = DenseTree()
            tree.update(Array(0..<size), leaves: part)
            var frontier = Frontier()
            for leaf in part { frontier.append(leaf) }
            #expect(MerkleHash.root(of: part).hex == root)
            #expect(tree.root.hex == root)
            #expect(frontier.root.hex == root)
        }
    }

    @Test func `98 inclusion proofs hold or fail as they should`() throws {
        let cases = try Vectors.readLines(Inclusion.self, "transparency-dev-merkle/inclusion.jsonl")
        #expect(cases.count == 98)
        for test in cases { #expect(test.holds == !test.wantErr, "\(test.file)") }
    }

    @Test func `98 consistency proofs hold or fail as they should`() throws {
        let cases = try Vectors.readLines(Consistency.self, "transparency-dev-merkle/consistency.jsonl")
        #expect(cases.count == 98)
        for test in cases { #expect(test.holds == !test.wantErr, "\(test.file)") }
    }
}
