namespace Nightshift.Pegasus.Client;

/// <summary>What a call does to the cluster, which decides whether it may be sent again when nobody knows if it arrived.</summary>
internal enum OperationEffect
{
    /// <summary>Changes nothing.</summary>
    Read,

    /// <summary>Sets a state that was named in full: twice is the same as once.</summary>
    Idempotent,

    /// <summary>Anything else; never sent twice on a doubt.</summary>
    Command,
}
