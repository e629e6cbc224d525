// Most of a test's time is a wait for other processes.
[assembly: CollectionBehavior(MaxParallelThreads = 6)]
