import Foundation

/// What the kernel says of the first processor: figures of different ones don't compare, and a virtual machine's name for it says little.
struct Processor: Codable, CustomStringConvertible {
    let name: String
    let vendor: String
    let family: String
    let model: String
    /// Those of its instructions that hashing is written for, or was.
    let instructions: [String]

    /// - Parameter list: as `/proc/cpuinfo` has it.
    init(list: String) {
        var values: [String: String] = [:]
        for line in list.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            let key = parts[0].trimmingCharacters(in: .whitespaces)
            if values[key] == nil, parts.count == 2 { values[key] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        func value(_ key: String) -> String { values[key] ?? "unknown" }
        (name, vendor) = (value("model name"), value("vendor_id"))
        (family, model) = (value("cpu family"), value("model"))
        let flags = Set(value("flags").split(separator: " "))
        instructions = ["sha_ni", "avx2", "avx512f"].filter { flags.contains(Substring($0)) }
    }

    static let here = Processor(list: (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "")

    var description: String {
        "\(name) (\(vendor), family \(family), model \(model); \(instructions.joined(separator: " ")))"
    }
}
