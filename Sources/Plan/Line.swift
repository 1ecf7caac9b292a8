/// A line one joins at the end and leaves at the front.
///
/// - Cost: both O(1) amortised.
struct Line<Element: Sendable & Hashable>: Sendable, Hashable {
    private var elements: [Element] = []
    private var head = 0

    var isEmpty: Bool { head == elements.count }
    var first: Element? { isEmpty ? nil : elements[head] }
    var last: Element? { isEmpty ? nil : elements.last }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func replaceLast(_ element: Element) { elements[elements.count - 1] = element }

    /// Takes out the first element of which this holds; at once when it stands in front.
    mutating func removeFirst(where matches: (Element) -> Bool) -> Element? {
        guard let position = elements[head...].firstIndex(where: matches) else { return nil }
        let element = elements[position]
        guard position == head else {
            elements.remove(at: position)
            return element
        }
        head += 1
        if head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }

    /// The same members in the same order, wherever they are kept.
    static func == (left: Line, right: Line) -> Bool { left.elements[left.head...] == right.elements[right.head...] }

    func hash(into hasher: inout Hasher) { hasher.combine(elements[head...]) }
}
