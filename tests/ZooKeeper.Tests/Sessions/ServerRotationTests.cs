using Nightshift.ZooKeeper.Sessions;

namespace Nightshift.ZooKeeper.Tests.Sessions;

public sealed class ServerRotationTests
{
    private static readonly ServerAddress[] Servers = [.. Enumerable.Range(1, 5).Select(n => new ServerAddress("h", n))];

    [Fact]
    public void Next_SameSeed_GivesTheSameOrderOfAllServers()
    {
        var (one, other) = (new ServerRotation(Servers, new Random(5)), new ServerRotation(Servers, new Random(5)));
        var round = Enumerable.Range(0, 5).Select(_ => one.Next()).ToList();
        Assert.Equal(round, Enumerable.Range(0, 5).Select(_ => other.Next()));
        Assert.Equal(Servers.ToHashSet(), round.ToHashSet());
        Assert.Equal(round[0], one.Next());
    }

    [Fact]
    public void RestAfterFailure_RoundByRound_GrowsToItsLimit()
    {
        var rotation = new ServerRotation(Servers, new Random(5));
        var rests = Enumerable.Range(0, 60).Select(_ => rotation.RestAfterFailure()).ToList();
        Assert.All(rests.Take(4), rest => Assert.Equal(TimeSpan.Zero, rest));
        Assert.All(rests.Skip(4), rest => Assert.InRange(rest, TimeSpan.FromMilliseconds(25), TimeSpan.FromSeconds(1)));
        Assert.True(rests[^1] > 4 * rests[4]);
        rotation.Succeeded();
        Assert.Equal(TimeSpan.Zero, rotation.RestAfterFailure());
    }
}
