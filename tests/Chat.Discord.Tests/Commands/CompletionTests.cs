using Nightshift.Chat.Discord.Commands;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Nightshift.Chat.Discord.Tests.Team;
using Nightshift.Clusters;
using NSubstitute;

namespace Nightshift.Chat.Discord.Tests.Commands;

public sealed class CompletionTests
{
    [Fact]
    public async Task Typing_ByPersonWithTheRight_ProposesTheNodesThatThereAre()
    {
        await using var box = await TeamBox.StartAsync();

        var typed = await box.Olga.Complete(box.Server.Channel, "/restart tablet endpoint:a", "endpoint").AcknowledgedAsync();
        var forbidden = await box.Lena.Complete(box.Server.Channel, "/restart tablet endpoint:a", "endpoint").AcknowledgedAsync();
        var stranger = await box.Server.AddPerson("wang").Complete(box.Server.Channel, "/restart tablet endpoint:a", "endpoint").AcknowledgedAsync();

        Assert.Contains("a:10921", typed.Choices.Select(choice => choice.Value));
        Assert.DoesNotContain("b:10921", typed.Choices.Select(choice => choice.Value));
        Assert.Empty(forbidden.Choices);
        Assert.Empty(stranger.Choices);
    }

    [Fact]
    public async Task Typing_WhileTheClusterDoesNotAnswer_IsAnsweredWithNothingInTime()
    {
        await using var box = await TeamBox.StartAsync();
        var never = new TaskCompletionSource<IReadOnlyList<string>>();
        box.Cluster.NodeNamesAsync(typeof(INode), default).ReturnsForAnyArgs(never.Task);

        var typed = await box.Olga.Complete(box.Server.Channel, "/restart tablet endpoint:a", "endpoint").AcknowledgedAsync();

        Assert.Empty(typed.Choices);
        Assert.False(typed.Failed);
        never.SetResult([]);
    }

    [Fact]
    public async Task Typing_OfManyWhileTheClusterDoesNotAnswer_AsksItOnlySoOftenAtOnce()
    {
        await using var box = await TeamBox.StartAsync();
        var never = new TaskCompletionSource<IReadOnlyList<string>>();
        var asked = 0;
        box.Cluster.NodeNamesAsync(typeof(INode), default).ReturnsForAnyArgs(_ =>
        {
            Interlocked.Increment(ref asked);
            return never.Task;
        });

        var typed = Enumerable.Range(0, 20).Select(i => box.Olga.Complete(box.Server.Channel, $"/restart tablet endpoint:a{i}", "endpoint")).ToList();
        foreach (var one in typed) Assert.Empty((await one.AcknowledgedAsync()).Choices);

        Assert.Equal(8, asked);
        Assert.DoesNotContain(typed, one => one.Failed);
        never.SetResult([]);
    }

    [Fact]
    public async Task Typing_TheSameTwice_IsLookedUpOnce()
    {
        await using var box = await TeamBox.StartAsync();
        var answer = new TaskCompletionSource<IReadOnlyList<string>>();
        var asked = 0;
        box.Cluster.NodeNamesAsync(typeof(INode), default).ReturnsForAnyArgs(_ =>
        {
            Interlocked.Increment(ref asked);
            return answer.Task;
        });

        var typed = Enumerable.Range(0, 5).Select(_ => box.Olga.Complete(box.Server.Channel, "/restart tablet endpoint:a", "endpoint")).ToList();
        foreach (var one in typed) await one.AcknowledgedAsync();

        Assert.Equal(1, asked);
        answer.SetResult([]);
    }

    [Fact]
    public async Task Look_WithoutRoom_IsRefusedUntilOneEnds()
    {
        var looks = new LooksInProgress<int>(1);
        var first = new TaskCompletionSource<int>();

        var going = looks.TryJoin("one", () => first.Task)!;
        Assert.Same(going, looks.TryJoin("one", () => Task.FromResult(2)));
        Assert.Null(looks.TryJoin("two", () => Task.FromResult(2)));
        first.SetResult(1);
        Assert.Equal(1, await going);

        Task<int>? second = null;
        await Wait.UntilAsync(() => (second = looks.TryJoin("two", () => Task.FromResult(2))) is not null, () => "room");
        Assert.Equal(2, await second!);
    }
}
