namespace Nightshift.ZooKeeper.Tests.Suite;

/// <summary>A ZooKeeper server that the suite may kill and start again on the same port and data.</summary>
public interface IServerUnderTest : IAsyncLifetime
{
    ServerAddress Address { get; }

    /// <summary>As by SIGKILL: no goodbye to anyone, nothing flushed.</summary>
    Task Kill();

    Task Start();
}
