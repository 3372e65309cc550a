/// What a disk holds for sure, and what it was told since but may yet forget.
///
/// A file is durable as far as it was synced; a name as far as its folder was, or the new file behind it. Names are kept in order, as a
/// journalling file system keeps them; unsynced bytes in none.
struct DiskImage: Sendable {
    private struct Write: Sendable {
        let offset: Int
        let bytes: [UInt8]
        /// Nil for a write, else the new size.
        let size: Int?
        var isDurable = false
        /// A sync failed after it, so a later one says nothing about it.
        var isOrphaned = false
    }

    private struct File: Sendable {
        var durable: [UInt8] = []
        var writes: [Write] = []
    }

    private enum NameChange: Sendable {
        case add(String, Int)
        case remove(String)
    }

    private var files: [Int: File] = [:]
    private var nextFile = 0
    private var names: [String: Int] = [:]
    private var durableNames: [String: Int] = [:]
    private var nameChanges: [NameChange] = []

    init(_ contents: [String: [UInt8]]) {
        for (name, bytes) in contents {
            files[nextFile] = File(durable: bytes)
            names[name] = nextFile
            nextFile += 1
        }
        durableNames = names
    }

    func has(_ name: String) -> Bool { names[name] != nil }

    mutating func create(_ name: String) {
        files[nextFile] = File()
        add(name, nextFile)
        nextFile += 1
    }

    mutating func write(_ name: String, _ offset: Int, _ bytes: [UInt8]) {
        change(name) { $0.writes.append(Write(offset: offset, bytes: bytes, size: nil)) }
    }

    mutating func append(_ name: String, _ bytes: [UInt8]) {
        change(name) { file in
            let end = file.writes.map { $0.offset + $0.bytes.count }.max() ?? 0
            file.writes.append(Write(offset: max(end, file.durable.count), bytes: bytes, size: nil))
        }
    }

    mutating func truncate(_ name: String, _ size: Int) {
        change(name) { $0.writes.append(Write(offset: 0, bytes: [], size: size)) }
    }

    /// Makes durable what was written; of a new file also the name.
    mutating func sync(_ name: String) {
        change(name) { file in
            for index in file.writes.indices where !file.writes[index].isOrphaned {
                file.writes[index].isDurable = true
            }
            let settled = file.writes.prefix { $0.isDurable }
            for write in settled { Self.carryOut(write, on: &file.durable) }
            file.writes.removeFirst(settled.count)
        }
        guard let file = names[name], durableNames[name] != file else { return }
        // The names before it too: a journal is written in order.
        syncNames()
    }

    /// A sync failed: nobody will ever know whether what was written has arrived.
    mutating func failSync(_ name: String) {
        change(name) { file in
            for index in file.writes.indices where !file.writes[index].isDurable {
                file.writes[index].isOrphaned = true
            }
        }
    }

    mutating func remove(_ name: String) {
        guard names.removeValue(forKey: name) != nil else { return }
        nameChanges.append(.remove(name))
    }

    mutating func rename(_ from: String, _ to: String) {
        guard let file = names.removeValue(forKey: from) else { return }
        nameChanges.append(.remove(from))
        add(to, file)
    }

    mutating func syncNames() {
        durableNames = names
        nameChanges = []
        let named = Set(names.values)
        files = files.filter { named.contains($0.key) }
    }

    /// What is there after the power was lost: each unsynced change is there or not, and the last may be torn.
    func survivors(_ random: inout some RandomNumberGenerator) -> [String: [UInt8]] {
        var names = durableNames
        for change in nameChanges.prefix(Int.random(in: 0...nameChanges.count, using: &random)) {
            switch change {
            case .add(let name, let file): names[name] = file
            case .remove(let name): names[name] = nil
            }
        }
        // All, none, or some by chance: the first two are the likely ones, and tell apart what a mixture would hide.
        let chance = [0, 100, 50].randomElement(using: &random) ?? 50
        var survivors: [String: [UInt8]] = [:]
        // In a fixed order, so that a seed gives one outcome.
        for (name, file) in names.sorted(by: { $0.key < $1.key }) {
            guard let file = files[file] else { continue }
            var bytes = file.durable
            for write in file.writes {
                guard !write.isDurable else {
                    Self.carryOut(write, on: &bytes)
                    continue
                }
                guard Int.random(in: 0..<100, using: &random) < chance else { continue }
                let sectors = write.bytes.count / 512
                guard sectors > 1, Int.random(in: 0..<4, using: &random) == 0 else {
                    Self.carryOut(write, on: &bytes)
                    continue
                }
                let torn = write.bytes.prefix(512 * Int.random(in: 1..<sectors, using: &random))
                Self.carryOut(Write(offset: write.offset, bytes: Array(torn), size: nil), on: &bytes)
            }
            survivors[name] = bytes
        }
        return survivors
    }

    private mutating func add(_ name: String, _ file: Int) {
        names[name] = file
        nameChanges.append(.add(name, file))
    }

    private mutating func change(_ name: String, _ body: (inout File) -> Void) {
        guard let file = names[name] else { return }
        body(&files[file, default: File()])
    }

    private static func carryOut(_ write: Write, on bytes: inout [UInt8]) {
        if let size = write.size {
            if size < bytes.count { bytes.removeLast(bytes.count - size) }
            return
        }
        let end = write.offset + write.bytes.count
        if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
        bytes.replaceSubrange(write.offset..<end, with: write.bytes)
    }
}
