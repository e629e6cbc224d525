// Each test drives a whole cluster of processes; two at a time would only measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
