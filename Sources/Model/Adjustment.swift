/// Where an attempt that has begun is to run from now on, and whether it runs at all.
///
/// It says all there is to say: to do it twice is to do it once.
public struct Adjustment: Sendable, Hashable {
    /// Counts an attempt's adjustments from 1, so that an answer to an older one is told from the present one's.
    public var number: Int
    /// On the nodes it was started on; without cores while it is paused.
    public var placement: Placement
    /// Whether all its processes are frozen. It keeps its memory, GPUs and named amounts.
    public var isPaused: Bool
    /// For whom it is paused; none: for nobody, as when its job is frozen.
    public var madeRoomFor: TaskIdentifier?

    public init(number: Int, placement: Placement, isPaused: Bool, madeRoomFor: TaskIdentifier? = nil) {
        self.number = number
        self.placement = placement
        self.isPaused = isPaused
        self.madeRoomFor = madeRoomFor
    }
}
