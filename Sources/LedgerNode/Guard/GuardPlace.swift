import FoundationEssentials
import Glibc
package import LedgerCrypto
package import LedgerFiles

/// Where the guard of a key and a chain lies, and where else something may be known of the blocks that were published.
package struct GuardPlace: Sendable {
    /// The guard: one for each key and chain, by whatever file the key is opened.
    package var path: String
    /// Guards of the same key as earlier releases kept them, beside the key's file and under its name. They are taken over.
    package var former: [String] = []
    /// Guards of the same chain beside the key's file, of other keys or of this one under another name. What they say is believed, but that
    /// there is one does not stand for the guard.
    package var witnesses: [String] = []
    /// Starts on a chain with blocks though there is no guard.
    package var acceptsMissing = false
    /// Only a test whose keys everybody has, and which runs beside others, does without.
    package var locksMachine = true

    package init(path: String) { self.path = path }

    /// - Parameters:
    ///   - folder: the folder of guards of this user and machine.
    ///   - keyPath: the key's file.
    package init(folder: String, key: PublicKey, keyPath: String, chain: Digest) {
        let digits = chain.hex.prefix(16)
        path = "\(folder)/\(key.hex).\(digits).guard"
        // The file by which the key was named, and where that is a link the file itself.
        for file in Set([keyPath, Self.target(keyPath)]) {
            former.append("\(file).\(digits).guard")
            let beside = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
            let names = (try? FileManager.default.contentsOfDirectory(atPath: beside)) ?? []
            witnesses += names.filter { $0.hasSuffix(".\(digits).guard") }.map { "\(beside)/\($0)" }
        }
        former.sort()
        witnesses = Set(witnesses).subtracting(former + [path]).sorted()
    }

    private static func target(_ path: String) -> String {
        guard let target = realpath(path, nil) else { return path }
        defer { free(target) }
        return String(cString: target)
    }
}

extension HeadGuard {
    /// The guard of a place, locked, once it is certain that going on after the block at `height` contradicts nothing that the key has published.
    ///
    /// - Parameter hash: gives the hash of the chain's block at a height of 1…`height`.
    /// - Throws: ``GuardFault``, ``FileError``.
    package static func open(
        _ place: GuardPlace, key: PublicKey, chain: Digest, height: UInt64, calls: FileCalls = .system,
        hash: (UInt64) throws -> Digest?
    ) throws -> HeadGuard {
        var guards = [try HeadGuard(path: place.path, calls: calls).locked(place.locksMachine ? (key, chain) : nil)]
        for former in place.former where try HeadGuard(path: former).height != nil {
            // An earlier release that still runs holds the lock of its own place.
            guards.append(try HeadGuard(path: former).locked(nil))
        }
        if height > 0, !place.acceptsMissing, try guards.allSatisfy({ try $0.height == nil }) {
            throw GuardFault.missing(path: place.path, height: height, beside: place.witnesses)
        }
        for known in guards + place.witnesses.map({ HeadGuard(path: $0) }) {
            try known.check(chain: chain, height: height, hash: hash)
        }
        return guards[0]
    }

    /// Sets aside what the guard has taken over, so that it never stands for a newer one that was lost. To be called once the guard is written.
    package static func retire(_ place: GuardPlace) throws {
        for former in place.former where access(former, F_OK) == 0 {
            guard rename(former, "\(former).moved") == 0 else {
                throw FileError.failed(.rename, path: former, code: errno)
            }
        }
    }
}
