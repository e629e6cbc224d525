using Nightshift.Chat.Replies;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Runs;
using Nightshift.Runs.Store;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Nightshift.Chat.Tests.Service;

public sealed class RefusalRecordTests
{
    private readonly ChatBox _box = new();

    [Theory]
    [InlineData("/status prod", "mallory", "status", null)]
    [InlineData("no command at all", "mallory", "say", null)]
    [InlineData("/status prod", "oncall", "status", null)]
    [InlineData("/tables test", "operator", "tables", "test")]
    [InlineData("/upgrade tablet all 0.9.3 --on test", "operator", "upgrade", "test")]
    [InlineData("/plan upgrade tablet all 0.9.3 --on test", "operator", "plan", "test")]
    public async Task Say_WithoutTheRight_IsRecordedAsTyped(string text, string who, string action, string? cluster)
    {
        var refusal = await _box.Refusal(text, who);

        Assert.Equal(new AuditEntry(new PersonId(who), "cli", action, AuditOutcome.Refused, $"{text}: {refusal}", cluster), Assert.Single(_box.Audit.Entries));
    }

    [Theory]
    [InlineData("/statsu")]
    [InlineData("/status nowhere")]
    [InlineData("/run 99")]
    [InlineData("status")]
    [InlineData("/upgrade tablet --on")]
    public async Task Say_Wrong_IsRefusedWithoutARecord(string text)
    {
        await _box.Refusal(text);

        Assert.Empty(_box.Audit.Entries);
    }

    [Fact]
    public async Task Say_OfAnotherClustersRun_IsRecordedWithTheRun()
    {
        _box.Runs.FindAsync(default, default).ReturnsForAnyArgs(Samples.Run(8, cluster: "test"));

        await _box.Refusal("/abort 8", "oncall");

        Assert.Equal(("test", new RunId(8)), (_box.Audit.Entries[0].Cluster, _box.Audit.Entries[0].Run!.Value));
    }

    [Fact]
    public async Task Say_WithSecrets_IsRecordedWithoutThem()
    {
        await _box.Refusal("/status prod --password \"hunter 2\" s3cr3t-of-wei", "oncall");

        Assert.StartsWith("/status prod --password *** ***: ", Assert.Single(_box.Audit.Entries).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Say_EndlessText_IsCut()
    {
        await _box.Refusal("/status " + string.Concat(Enumerable.Repeat("😀", 100_000)), "mallory");

        Assert.InRange(Assert.Single(_box.Audit.Entries).Text.Length, 900, 2_000);
    }

    [Fact]
    public async Task Say_WhenItCannotBeRecorded_IsRefusedAllTheSame()
    {
        _box.Audit.Fails = new StoreException("disk full");

        Assert.StartsWith("oncall may not status", await _box.Refusal("/status prod", "oncall"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task React_WhenItCannotBeRecordedOrTheRunCannotBeRead_IsRefusedAllTheSame()
    {
        _box.Runs.FindAsync(default, default).ReturnsForAnyArgs(Samples.Run(7));
        _box.Runs.RefusedAsync(default, default, "", "", default).ThrowsAsyncForAnyArgs(new StoreException("disk full"));
        Assert.Equal("'mallory' is not among the configured people", (await React()).Sentence);

        _box.Runs.FindAsync(default, default).ThrowsAsyncForAnyArgs(new InvalidOperationException("a secret of the journal"));
        Assert.Equal("'mallory' is not among the configured people", (await React()).Sentence);
        Assert.Equal("react", Assert.Single(_box.Audit.Entries).Action);
    }

    private Task<Answer> React() => _box.Service.ReactAsync(new PersonId("mallory"), new RunId(7), Chat.Service.Reaction.Approve, "", default);
}
