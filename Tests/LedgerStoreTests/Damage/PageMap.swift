/// What each byte of an SQLite file is for, after https://www.sqlite.org/fileformat.html.
///
/// It knows pages and cells, not tables, so it fits every schema. Written for sound files: what it is asked about is taken
/// from a file that passed its audit.
struct PageMap {
    enum Use: String {
        /// Pages without a use, gaps between cells, what an earlier and longer row left behind.
        case free = "free space"
        /// See ``idleHeaderBytes``.
        case idleHeader = "idle header bytes"
        /// The type that a row gives for the column that is its key, which SQLite takes from elsewhere; the number of a row in the
        /// list of tables, which nobody asks for.
        case unreadKey = "keys that nobody reads"
        /// The number in an inner page that parts the rows on its left from those on its right: any between them will do.
        case separator = "separators that still separate"
        case content
    }

    /// A tree of pages: a table or an index.
    struct Tree {
        let root: Int
        /// Which column is the key of a table in whose rows SQLite does not read it; nil elsewhere.
        var keyColumn: Int?
    }

    /// Bytes of the file's first 100 that do not change what is read from it, with SQLite's names for them.
    static let idleHeaderBytes: [(range: Range<Int>, name: String)] = [
        (18..<20, "file format versions, which say whether a log is written"),
        (24..<28, "file change counter"), (40..<44, "schema cookie"),
        (44..<47, "schema format number, of which the last byte counts"), (48..<52, "default page cache size"),
        (56..<60, "text encoding, of which the last two bits count"), (60..<64, "user version"),
        (64..<68, "incremental vacuum, which counts where there is vacuum"), (68..<72, "application id"),
        (72..<92, "reserved for expansion"), (92..<96, "version-valid-for number"),
        (96..<100, "version of SQLite that wrote last"),
    ]

    private let bytes: [UInt8]
    private let pageSize: Int
    private(set) var uses: [Use]

    /// - Parameter trees: all beside that of page 1, from `sqlite_master`.
    init(_ bytes: [UInt8], trees: [Tree]) {
        self.bytes = bytes
        let size = Int(bytes[16]) << 8 | Int(bytes[17])
        pageSize = size == 1 ? 65_536 : size
        uses = Array(repeating: .free, count: bytes.count)
        mark(0..<100)
        for (range, _) in Self.idleHeaderBytes { mark(range, as: .idleHeader) }
        for tree in [Tree(root: 1)] + trees { markPage(tree.root, of: tree) }
        markFreeList()
    }

    private mutating func mark(_ range: Range<Int>, as use: Use = .content) {
        for offset in range { uses[offset] = use }
    }

    private func number(_ offset: Int, _ count: Int) -> Int {
        bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }

    private func varint(_ offset: inout Int) -> Int {
        var value = 0
        for index in 0..<9 {
            let byte = bytes[offset]
            offset += 1
            if index == 8 { return value << 8 | Int(byte) }
            value = value << 7 | Int(byte & 0x7F)
            if byte < 0x80 { return value }
        }
        return value
    }

    private mutating func markPage(_ page: Int, of tree: Tree) {
        let start = (page - 1) * pageSize
        let header = start + (page == 1 ? 100 : 0)
        let isLeaf = bytes[header] >= 10
        let isTable = bytes[header] == 5 || bytes[header] == 13
        let pointers = header + (isLeaf ? 8 : 12)
        let cells = number(header + 3, 2)
        mark(header..<pointers + 2 * cells)
        var free = number(header + 1, 2)
        while free != 0 {
            mark(start + free..<start + free + 4)
            free = number(start + free, 2)
        }
        for index in 0..<cells {
            var offset = start + number(pointers + 2 * index, 2)
            if !isLeaf {
                mark(offset..<offset + 4)
                markPage(number(offset, 4), of: tree)
                offset += 4
            }
            if isTable && !isLeaf {
                let key = offset
                _ = varint(&offset)
                mark(key..<offset, as: .separator)
            } else {
                markRow(offset, isTable: isTable, of: tree)
            }
        }
        if !isLeaf { markPage(number(header + 8, 4), of: tree) }
    }

    private mutating func markRow(_ start: Int, isTable: Bool, of tree: Tree) {
        var offset = start
        let payload = varint(&offset)
        let key = offset
        if isTable { _ = varint(&offset) }
        let record = offset
        let local = localBytes(payload, isTable: isTable)
        mark(start..<record + local)
        if local < payload {
            mark(record + local..<record + local + 4)
            markOverflow(number(record + local, 4), payload - local)
        }
        guard isTable else { return }
        if tree.root == 1 { mark(key..<record, as: .unreadKey) }
        guard let column = tree.keyColumn else { return }
        _ = varint(&offset)
        for _ in 0..<column { _ = varint(&offset) }
        mark(offset..<offset + 1, as: .unreadKey)
    }

    private func localBytes(_ payload: Int, isTable: Bool) -> Int {
        let most = isTable ? pageSize - 35 : (pageSize - 12) * 64 / 255 - 23
        let least = (pageSize - 12) * 32 / 255 - 23
        guard payload > most else { return payload }
        let fitting = least + (payload - least) % (pageSize - 4)
        return fitting <= most ? fitting : least
    }

    private mutating func markOverflow(_ page: Int, _ payload: Int) {
        let start = (page - 1) * pageSize
        let here = min(payload, pageSize - 4)
        mark(start..<start + 4 + here)
        if payload > here { markOverflow(number(start, 4), payload - here) }
    }

    private mutating func markFreeList() {
        var trunk = number(32, 4)
        while trunk != 0 {
            let start = (trunk - 1) * pageSize
            mark(start..<start + 8 + 4 * number(start + 4, 4))
            trunk = number(start, 4)
        }
    }
}
