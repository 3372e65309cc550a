import Dispatch

/// Where signatures are checked: on all cores, behind all else that the node does.
///
/// Checks are nearly all of a node's work, and nobody waits for one as such. On the threads that answer requests a query would stand
/// behind the checks of whole batches, and the thread that commits would share the cores with them. On these threads, which the
/// system runs at a lower priority, they take what the others leave.
package final class CheckingExecutor: TaskExecutor {
    private let queue = DispatchQueue.global(qos: .background)

    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
