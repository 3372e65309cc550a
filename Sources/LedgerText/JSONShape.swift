/// What JSON from outside may look like, whoever decodes it.
package enum JSONShape {
    /// Nothing that is read here, from nodes, clients or another system's ledger, is nested half as deep.
    package static let depthLimit = 32
    /// A block of the most transactions, as its view tells it, has fewer values.
    package static let valueLimit = 1 << 20

    /// Looks over the bytes once before anything is decoded: how deep lists and objects are nested, and how many values there are, are
    /// what a decoder's time and stack can grow with beside the bytes themselves.
    ///
    /// It does not say whether the bytes are JSON: that is the decoder's to find out. What it lets through can't cost more than in
    /// proportion to its length.
    ///
    /// - Returns: what is too much and at which byte; `nil` where nothing is.
    package static func fault(in bytes: [UInt8]) -> String? {
        var (depth, values) = (0, 1)
        var (isInString, isEscaped) = (false, false)
        for (offset, byte) in bytes.enumerated() {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                values += 1
                guard depth <= depthLimit else {
                    return "byte \(offset) begins level \(depth) of nesting; allowed are \(depthLimit) levels"
                }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ","): values += 1
            default: break
            }
            guard values <= valueLimit else {
                return "it has over \(valueLimit) values up to byte \(offset); allowed are as many"
            }
        }
        return nil
    }
}
