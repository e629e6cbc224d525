using System.Net;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

/// <summary>One replica on its own server.</summary>
internal sealed class FakeReplica
{
    public ReplicaStatus Status { get; set; } = ReplicaStatus.Inactive;

    public long Ballot { get; set; }

    public bool Reconfiguring { get; set; }

    public bool Closing { get; set; }

    public bool Closed { get; set; }

    public HashSet<Server> Learners { get; } = [];

    public bool Open => !Closing && !Closed;
}

/// <summary>A replica server of the fake cluster: what it has open, and whether its process runs, serves and knows the meta server.</summary>
internal sealed class FakeServer(int port)
{
    public Server Server { get; } = new(Endpoint.Parse($"127.0.0.1:{port}"), new IPEndPoint(IPAddress.Loopback, port), false);

    public Endpoint Name => Server.Name;

    public Dictionary<Gpid, FakeReplica> Replicas { get; } = [];

    public bool Running { get; set; } = true;

    public bool Serving { get; set; } = true;

    public bool Connected { get; set; } = true;

    /// <summary>By the meta server's account.</summary>
    public bool Alive { get; set; } = true;

    public int Starts { get; set; } = 1;

    public string Version { get; set; } = "2.4.0";

    /// <summary>Takes no notice of being called to lead, as while it makes a checkpoint.</summary>
    public bool IgnoresUpgrade { get; set; }

    /// <summary>Begins to learn and never ends.</summary>
    public Func<Gpid, bool> NeverLearns { get; set; } = _ => false;

    /// <summary>Has learned, and is none the less no member when it is told that it is: its notice of having learned met the primary's group check.</summary>
    public Func<Gpid, bool> RefusesMembership { get; set; } = _ => false;

    /// <summary>So many of the next starts end the process instead.</summary>
    public int DiesOnStart { get; set; }

    /// <summary>A check of the server failed: what must never happen.</summary>
    public string? Aborted { get; set; }

    public string Started => $"2026-01-01 00:00:{Starts:00}";
}
