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
}
