/// What stands in an SQLite log beside a database, after section 4 of https://www.sqlite.org/fileformat.html.
struct LogMap {
    /// Where the last whole transaction ends; what follows is never read.
    let end: Int
    /// The database as readers see it, and which of its pages come from the log.
    let image: [UInt8]
    let replacedPages: Set<Int>

    init(database: [UInt8], log: [UInt8], pageSize: Int) {
        func number(_ offset: Int) -> Int { log[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        var end = 32
        var frames: [(page: Int, start: Int)] = []
        var committed = 0
        var offset = 32
        while offset + 24 + pageSize <= log.count, log[offset + 8..<offset + 16] == log[16..<24] {
            frames.append((number(offset), offset + 24))
            let isCommit = number(offset + 4) > 0
            offset += 24 + pageSize
            if isCommit { (end, committed) = (offset, frames.count) }
        }
        var image = database
        for (page, start) in frames[..<committed] {
            let needed = page * pageSize
            if image.count < needed { image += Array(repeating: 0, count: needed - image.count) }
            image.replaceSubrange(needed - pageSize..<needed, with: log[start..<start + pageSize])
        }
        self.end = end
        self.image = image
        replacedPages = Set(frames[..<committed].map(\.page))
    }
}
