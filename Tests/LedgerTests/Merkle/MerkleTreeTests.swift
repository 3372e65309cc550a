import Ledger
import LedgerCrypto
import Testing

@Suite struct MerkleTreeTests {
    private static let leaves = (0..<130).map { Digest.number($0) }

    private static func tree(_ size: Int) -> DenseTree {
        var tree = DenseTree()
        tree.update(Array(0..<size), leaves: Array(leaves.prefix(size)))
        return tree
    }

    /// RFC 6962, section 2.1, word by word: split at the largest power of two under the size.
    private static func root(_ leaves: ArraySlice<Digest>) -> Digest {
        guard let first = leaves.first else { return SHA256.hash([]) }
        guard leaves.count > 1 else { return first }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        return MerkleHash.node(root(leaves.prefix(split)), root(leaves.dropFirst(split)))
    }

    /// RFC 6962, section 2.1.2: SUBPROOF(m, D[n], b).
    private static func consistency(_ old: Int, _ leaves: ArraySlice<Digest>, _ isWhole: Bool = true) -> [Digest] {
        guard old < leaves.count else { return isWhole ? [] : [root(leaves)] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        return old <= split
            ? consistency(old, leaves.prefix(split), isWhole) + [root(leaves.dropFirst(split))]
            : consistency(old - split, leaves.dropFirst(split), false) + [root(leaves.prefix(split))]
    }

    @Test func `all trees have the root of RFC 6962 at every size from 0 to 130`() {
        var frontier = Frontier()
        for size in 0...Self.leaves.count {
            let expected = Self.root(Self.leaves.prefix(size))
            #expect(MerkleHash.root(of: Array(Self.leaves.prefix(size))) == expected, "size \(size)")
            #expect(Self.tree(size).root == expected, "size \(size)")
            #expect(frontier.root == expected, "size \(size)")
            #expect(Frontier(count: frontier.count, peaks: frontier.peaks) == frontier)
            if size < Self.leaves.count { frontier.append(Self.leaves[size]) }
        }
    }

    @Test func `a dense tree that grows and changes leaf by leaf has the root of one made at once`() {
        var tree = DenseTree()
        var now: [Digest] = []
        for size in 1...Self.leaves.count {
            let changed = Array(Set([0, size / 3, size / 2, size - 1])).sorted()
            now.append(.zero)
            for index in changed { now[index] = .number(1000 * size + index) }
            tree.update(changed, leaves: changed.map { now[$0] })
            #expect(tree.root == Self.root(now[...]), "size \(size)")
            #expect(tree.count == size)
        }
    }

    @Test func `a dense tree of which any part changes at once has the root of one made anew`() {
        var tree = Self.tree(Self.leaves.count)
        var now = Self.leaves
        for (round, step) in [1, 2, 3, 5, 7, 11, 30, 64, 129].enumerated() {
            let changed = Array(stride(from: round, to: now.count, by: step))
            for index in changed { now[index] = .number(1000 * step + index) }
            tree.update(changed, leaves: changed.map { now[$0] })
            #expect(tree.root == Self.root(now[...]), "every \(step)")
        }
    }

    @Test func `a frontier to which many are appended at once is that of one by one`() {
        for before in [0, 1, 2, 3, 6, 7, 8, 13, 31, 32, 33, 64] {
            for more in [0, 1, 3, 4, 5, 8, 9, 16, 31, 33, 66] {
                var (together, alone) = (Frontier(), Frontier())
                for leaf in Self.leaves.prefix(before) { together.append(leaf) }
                together.append(contentsOf: Array(Self.leaves[before..<before + more]))
                for leaf in Self.leaves.prefix(before + more) { alone.append(leaf) }
                #expect(together == alone, "\(before), then \(more)")
            }
        }
    }

    @Test func `a frontier needs one peak for each bit of its count`() {
        #expect(Frontier(count: 5, peaks: [.number(0)]) == nil)
        #expect(Frontier(count: 5, peaks: [.number(0), .number(1)]) != nil)
        #expect(Frontier(count: 0, peaks: [.number(0)]) == nil)
    }

    @Test func `every inclusion proof holds, and fails with any hash flipped, added or taken away`() {
        for size in 1...Self.leaves.count {
            let tree = Self.tree(size)
            for index in 0..<size {
                let proof = tree.inclusionProof(of: index)
                func holds(
                    _ proof: [Digest], leaf: Digest = Self.leaves[index], at place: Int = index,
                    root: Digest = tree.root
                ) -> Bool {
                    MerkleProof.holds(
                        inclusionOf: leaf, at: UInt64(place), of: UInt64(size), proof: proof, root: root)
                }
                #expect(holds(proof))
                for place in proof.indices {
                    var wrong = proof
                    wrong[place] = wrong[place].flipped
                    #expect(!holds(wrong), "leaf \(index) of \(size), hash \(place)")
                }
                #expect(!holds(proof + [.zero]))
                if !proof.isEmpty { #expect(!holds(proof.dropLast())) }
                #expect(!holds(proof, leaf: Self.leaves[index].flipped))
                #expect(!holds(proof, root: tree.root.flipped))
                #expect(!holds(proof, at: size))
                if size > 1 { #expect(!holds(proof, at: (index + 1) % size)) }
            }
        }
    }

    @Test func `every consistency proof holds, and fails with any hash flipped, added or taken away`() {
        for size in 1...70 {
            let root = Self.root(Self.leaves.prefix(size))
            for old in 1...size {
                let oldRoot = Self.root(Self.leaves.prefix(old))
                let proof = Self.consistency(old, Self.leaves.prefix(size))
                func holds(_ proof: [Digest], from oldRoot: Digest = oldRoot, to newRoot: Digest = root) -> Bool {
                    MerkleProof.holds(
                        consistencyFrom: oldRoot, of: UInt64(old), to: newRoot, of: UInt64(size), proof: proof)
                }
                #expect(holds(proof), "\(old) to \(size)")
                for place in proof.indices {
                    var wrong = proof
                    wrong[place] = wrong[place].flipped
                    #expect(!holds(wrong), "\(old) to \(size), hash \(place)")
                }
                #expect(!holds(proof + [.zero]))
                if !proof.isEmpty { #expect(!holds(proof.dropLast())) }
                #expect(!holds(proof, from: oldRoot.flipped))
                #expect(!holds(proof, to: root.flipped))
            }
        }
        #expect(!MerkleProof.holds(consistencyFrom: MerkleHash.empty, of: 0, to: .zero, of: 3, proof: []))
        #expect(!MerkleProof.holds(consistencyFrom: .zero, of: 3, to: .zero, of: 2, proof: []))
    }
}
