extension Array {
    /// How many come before the first for whom it does not hold, where it holds for nobody behind that one.
    ///
    /// - Cost: O(log n).
    func leading(_ holds: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
