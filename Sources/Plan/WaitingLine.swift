import Model

/// The classes with ready tasks in the order of service, found by what they need.
///
/// - Shape: a tree sorted by rank; each place knows the least that anybody in the branch below it needs, so that a
///   branch in which nobody fits is passed over at once. How the tree branches is drawn from the classes' numbers: it
///   is balanced on the average, and the same for the same members.
/// - Cost: everything O(log n); n is how many wait.
/// - Source: treaps (Seidel and Aragon 1996).
struct WaitingLine: Sendable, Hashable {
    private struct Place: Sendable {
        var requestClass: Int
        var rank: Rank
        var needs: Needs
        /// Whether it fits nowhere until some node gets something to give.
        var isSetAside = false
        var left = -1
        var right = -1
        /// The least that anybody needs from here on downwards, of those who may fit and of those set aside.
        var open: Needs
        var setAside = Needs.endless
    }

    /// Of whom a search asks.
    enum Part { case all, open, setAside }

    private var places: [Place] = []
    private var freePlaces: [Int] = []
    /// Of each class, where in `places` it is; below zero: it does not wait.
    private var placeOfClass: [Int] = []
    private var root = -1
    private(set) var count = 0

    /// The same members at the same ranks; how they are found, who was set aside, and what was used when they were
    /// ranked last, is no other state.
    static func == (left: WaitingLine, right: WaitingLine) -> Bool {
        left.count == right.count
            && left.placeOfClass.indices.allSatisfy {
                let (mine, theirs) = (left.rank(of: $0), right.rank(of: $0))
                return mine?.standing == theirs?.standing && mine?.task == theirs?.task
            }
    }

    func hash(into hasher: inout Hasher) { hasher.combine(count) }

    var isEmpty: Bool { count == 0 }

    func contains(_ requestClass: Int) -> Bool { place(of: requestClass) >= 0 }

    func rank(of requestClass: Int) -> Rank? {
        let place = place(of: requestClass)
        return place < 0 ? nil : places[place].rank
    }

    /// In the order of service.
    var members: [Int] {
        var result: [Int] = []
        var path: [Int] = []
        var next = root
        while next >= 0 || !path.isEmpty {
            while next >= 0 {
                path.append(next)
                next = places[next].left
            }
            let place = path.removeLast()
            result.append(places[place].requestClass)
            next = places[place].right
        }
        return result
    }

    /// The first behind a rank, or of all, who may do with what is there.
    ///
    /// - Parameter suffices: whether so much may be enough; what is enough for some needs is enough for smaller ones.
    func first(
        behind rank: Rank? = nil, of part: Part = .all, where suffices: (Needs) -> Bool = { _ in true }
    ) -> Int? {
        let found = first(from: root, behind: rank, part, suffices)
        return found < 0 ? nil : places[found].requestClass
    }

    private func first(from place: Int, behind rank: Rank?, _ part: Part, _ suffices: (Needs) -> Bool) -> Int {
        guard place >= 0, suffices(least(from: place, part)) else { return -1 }
        if let rank, !(rank < places[place].rank) {
            return first(from: places[place].right, behind: rank, part, suffices)
        }
        let before = first(from: places[place].left, behind: rank, part, suffices)
        if before >= 0 { return before }
        let isAsked = part == .all || places[place].isSetAside == (part == .setAside)
        if isAsked, suffices(places[place].needs) { return place }
        return first(from: places[place].right, behind: nil, part, suffices)
    }

    private func least(from place: Int, _ part: Part) -> Needs {
        switch part {
        case .open: return places[place].open
        case .setAside: return places[place].setAside
        case .all:
            var least = places[place].open
            least.formMinimum(places[place].setAside)
            return least
        }
    }

    /// Puts a class where it belongs, or takes it out when it has no rank.
    mutating func update(_ requestClass: Int, rank: Rank?, needs: Needs) {
        let place = place(of: requestClass)
        if place >= 0 {
            guard places[place].rank != rank else { return }
            root = without(place, under: root)
        }
        guard let rank else {
            guard place >= 0 else { return }
            placeOfClass[requestClass] = -1
            freePlaces.append(place)
            count -= 1
            return
        }
        var entry = Place(requestClass: requestClass, rank: rank, needs: needs, open: needs)
        if place >= 0, places[place].isSetAside {
            entry.isSetAside = true
            entry.open = .endless
            entry.setAside = needs
        }
        let free = place >= 0 ? place : newPlace(of: requestClass)
        if free == places.count { places.append(entry) } else { places[free] = entry }
        root = with(free, under: root)
    }

    /// Says that a class fits nowhere for now, or that it may fit again.
    mutating func setAside(_ requestClass: Int, _ isSetAside: Bool = true) {
        let place = place(of: requestClass)
        guard place >= 0, places[place].isSetAside != isSetAside else { return }
        places[place].isSetAside = isSetAside
        refresh(downTo: place, from: root)
    }

    private func place(of requestClass: Int) -> Int {
        requestClass < placeOfClass.count ? placeOfClass[requestClass] : -1
    }

    private mutating func newPlace(of requestClass: Int) -> Int {
        if requestClass >= placeOfClass.count {
            placeOfClass += repeatElement(-1, count: requestClass + 1 - placeOfClass.count)
        }
        let place = freePlaces.popLast() ?? places.count
        placeOfClass[requestClass] = place
        count += 1
        return place
    }

    // MARK: the tree

    /// Larger ones stand higher in the tree; drawn from the class's number as SplitMix64 would.
    private func height(_ place: Int) -> UInt64 {
        var mixed = UInt64(places[place].requestClass) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        return mixed ^ (mixed >> 31)
    }

    private mutating func with(_ place: Int, under top: Int) -> Int {
        guard top >= 0 else { return place }
        if height(place) > height(top) {
            (places[place].left, places[place].right) = split(top, at: places[place].rank)
            refresh(place)
            return place
        }
        if places[place].rank < places[top].rank {
            places[top].left = with(place, under: places[top].left)
        } else {
            places[top].right = with(place, under: places[top].right)
        }
        refresh(top)
        return top
    }

    private mutating func without(_ place: Int, under top: Int) -> Int {
        if top == place { return joined(places[place].left, places[place].right) }
        if places[place].rank < places[top].rank {
            places[top].left = without(place, under: places[top].left)
        } else {
            places[top].right = without(place, under: places[top].right)
        }
        refresh(top)
        return top
    }

    private mutating func split(_ top: Int, at rank: Rank) -> (before: Int, behind: Int) {
        guard top >= 0 else { return (-1, -1) }
        if places[top].rank < rank {
            let (before, behind) = split(places[top].right, at: rank)
            places[top].right = before
            refresh(top)
            return (top, behind)
        }
        let (before, behind) = split(places[top].left, at: rank)
        places[top].left = behind
        refresh(top)
        return (before, top)
    }

    private mutating func joined(_ before: Int, _ behind: Int) -> Int {
        if before < 0 { return behind }
        if behind < 0 { return before }
        if height(before) > height(behind) {
            places[before].right = joined(places[before].right, behind)
            refresh(before)
            return before
        }
        places[behind].left = joined(before, places[behind].left)
        refresh(behind)
        return behind
    }

    private mutating func refresh(downTo place: Int, from top: Int) {
        if top != place {
            let isBefore = places[place].rank < places[top].rank
            refresh(downTo: place, from: isBefore ? places[top].left : places[top].right)
        }
        refresh(top)
    }

    private mutating func refresh(_ place: Int) {
        var open = places[place].isSetAside ? .endless : places[place].needs
        var setAside = places[place].isSetAside ? places[place].needs : .endless
        for child in [places[place].left, places[place].right] where child >= 0 {
            open.formMinimum(places[child].open)
            setAside.formMinimum(places[child].setAside)
        }
        places[place].open = open
        places[place].setAside = setAside
    }
}
