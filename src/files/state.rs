//! Where an uploaded file stands on its way from the wire to the judges.

words! {
    /// What became of an uploaded file: being looked at, good, refused with its faults, taken away.
    pub enum FileState { Received = "received", Ready = "ready", Refused = "refused", Removed = "removed" }
}
