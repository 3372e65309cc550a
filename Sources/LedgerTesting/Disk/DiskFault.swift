/// What goes wrong with a simulated disk, and at which of its changes.
package struct DiskFault: Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        /// This change fails with EIO, and all after it.
        case broken
        /// This change alone fails with EIO. What was written before a failed sync may be lost, whatever syncs follow.
        case glitch
        /// From here on nothing can be added: ENOSPC.
        case full
        /// The first half of this write arrives, then the disk is full.
        case half
        /// This change is not made, but said to be.
        case lie
        /// From here on syncs do nothing and say that they did.
        case deaf
        /// It ends here: nothing reaches the disk any more, as when the process is killed or the power goes.
        case end
    }

    package let kind: Kind
    /// Which change, from 1 on.
    package let step: Int

    package init(_ kind: Kind, at step: Int) {
        self.kind = kind
        self.step = step
    }

    /// Whether the disk claims what is not so: then something may be lost, and it must be noticed.
    package var isLie: Bool { kind == .lie || kind == .deaf }

    package var description: String { "\(kind) at step \(step)" }
}

/// A change of a disk.
enum DiskChange: Sendable, Equatable {
    case create, write, truncate, sync, delete, rename, syncFolder
}

/// What becomes of a change.
enum DiskVerdict: Equatable {
    case carryOut
    /// Nothing is done, and said to be.
    case pretend
    /// It fails with this `errno`; of a write, half is done if `half`.
    case fail(Int32, half: Bool = false)
}
