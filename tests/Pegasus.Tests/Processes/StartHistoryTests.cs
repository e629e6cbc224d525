using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Processes;

namespace Nightshift.Pegasus.Tests.Processes;

/// <summary>What this machine tells of when a server began; this very process stands for it.</summary>
public sealed class StartHistoryTests : IAsyncLifetime
{
    private static readonly TimeSpan _fewSeconds = TimeSpan.FromSeconds(4);
    private readonly string _folder = Directory.CreateTempSubdirectory("nightshift-starts-").FullName;
    private readonly HostPool _hosts = new(new HostsOptions(), TimeProvider.System, NullLoggerFactory.Instance);
    private StartHistory _history = null!;

    public Task InitializeAsync()
    {
        _history = Anew();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _hosts.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Ages_NothingKept_IsTheAgeOfTheProcessByTheKernel() =>
        Assert.InRange(Assert.Single(await _history.AgesAsync([Environment.ProcessId], default)), Age() - _fewSeconds, Age() + _fewSeconds);

    [Fact]
    public async Task Ages_ProcessIsGone_IsRememberedByAnotherBot()
    {
        Assert.Null(await _history.KeepAsync([Environment.ProcessId], default));
        Assert.Null(await _history.KeepAsync([Environment.ProcessId], default));

        Assert.InRange(Assert.Single(await Anew().AgesAsync([], default)), Age() - _fewSeconds, Age() + _fewSeconds);
        Assert.Single(await Anew().AgesAsync([Environment.ProcessId], default));
    }

    [Fact]
    public async Task Ages_OneEndedBeforeItWasSeen_IsCountedToo()
    {
        Write($"{DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds()}\n");
        Assert.Null(await _history.KeepNowAsync(default));

        var ages = await _history.AgesAsync([], default);

        Assert.Equal(2, ages.Count);
        Assert.InRange(ages[0], TimeSpan.Zero, _fewSeconds);
        Assert.InRange(ages[1], TimeSpan.FromMinutes(5) - _fewSeconds, TimeSpan.FromMinutes(5) + _fewSeconds);
    }

    [Fact]
    public async Task Ages_NoProcessAndNothingKept_IsNone() => Assert.Empty(await _history.AgesAsync([], default));

    [Theory]
    [InlineData("yesterday\n")]
    [InlineData("12 13\n")]
    [InlineData("-5\n")]
    public async Task Ages_WhatWasKeptIsNotUnderstood_IsNoHistory(string kept)
    {
        Write(kept);

        Assert.Contains("does not tell when it was started before", (await Assert.ThrowsAsync<ProcessControlException>(() => _history.AgesAsync([], default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keep_Often_RemembersTheNewest()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Write(string.Concat(Enumerable.Range(1, 100).Select(number => $"{now - (number * 10)}\n")));
        await _history.KeepNowAsync(default);

        var ages = await _history.AgesAsync([], default);

        Assert.Equal(40, ages.Count);
        Assert.InRange(ages[^1], TimeSpan.FromSeconds(380), TimeSpan.FromSeconds(400));
    }

    private static TimeSpan Age() => DateTime.Now - Process.GetCurrentProcess().StartTime;

    private StartHistory Anew() => new(Servers.Replica(_hosts.Get(HostAddress.Parse("localhost")), _folder));

    private void Write(string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".nightshift"));
        File.WriteAllText(Path.Combine(_folder, ".nightshift/starts"), text);
    }
}
