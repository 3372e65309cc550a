/// What the ledger counts in.
public struct Token: Hashable, Sendable {
    public let name: String
    /// 1…12 characters of A…Z and 0…9.
    public let symbol: String
    /// How many decimal places the major unit has, 0…18.
    public let decimals: Int

    public init(name: String, symbol: String, decimals: Int) {
        self.name = name
        self.symbol = symbol
        self.decimals = decimals
    }

    package static func isSymbol(_ text: String) -> Bool {
        (1...12).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }

    package static let decimalsRange = 0...18

    /// `1234567` with 2 decimals as `12345.67`: all decimals, no grouping, no symbol.
    public func format(_ amount: Amount) -> String {
        let digits = String(amount.units)
        guard decimals > 0 else { return digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }

    /// The amount with its symbol: `12345.67 HELP`.
    public func formatWithSymbol(_ amount: Amount) -> String { "\(format(amount)) \(symbol)" }

    /// Reads what ``format(_:)`` writes; fewer decimals are allowed, more are not, nor a sign, an exponent or spaces.
    public func parse(_ text: String) throws(AmountFault) -> Amount {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let digits = { (part: Substring) in !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard parts.count <= 2, parts.allSatisfy(digits) else { throw .notANumber(text) }
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard fraction.count <= decimals else { throw .tooManyDecimals(text, allowed: decimals) }
        let padding = String(repeating: "0", count: decimals - fraction.count)
        guard let units = UInt128(String(parts[0]) + fraction + padding) else { throw .tooLarge(text) }
        return Amount(units)
    }
}

/// Why a text is not an amount.
public enum AmountFault: Error, Equatable, CustomStringConvertible {
    case notANumber(String)
    case tooManyDecimals(String, allowed: Int)
    case tooLarge(String)

    public var description: String {
        switch self {
        case .notANumber(let text): "'\(text)' is not an amount; write digits, such as 12 or 12.50"
        case .tooManyDecimals(let text, let allowed): "'\(text)' has more decimals than the token's \(allowed)"
        case .tooLarge(let text): "'\(text)' is too large; at most 2^128-1 minor units are allowed"
        }
    }
}

extension Token: Canonical {
    public func encode(to encoder: inout CanonicalEncoder) {
        encoder.write(name)
        encoder.write(symbol)
        encoder.write(UInt8(decimals))
    }

    public init(from decoder: inout CanonicalDecoder) throws(DecodingFault) {
        name = try decoder.readLine(1...50, "a token's name")
        let start = decoder.offset
        symbol = try decoder.readString(1...12, "a token's symbol")
        guard Token.isSymbol(symbol) else { throw decoder.fault(at: start, "a symbol of A…Z and 0…9") }
        decimals = Int(try decoder.readByte("a token's decimals"))
        guard Token.decimalsRange.contains(decimals) else {
            throw decoder.fault(at: decoder.offset - 1, "0…18 decimals, got \(decimals)")
        }
    }
}
