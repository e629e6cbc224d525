using System.Diagnostics;
using System.Globalization;
using Nightshift.Playbooks.Tests.Fakes;
using Xunit.Abstractions;

namespace Nightshift.Playbooks.Tests.Execution;

[Collection("alone")]
public sealed class UnloadingTests(ITestOutputHelper output) : IDisposable
{
    private const int Half = 250;
    private const double Mebibyte = 1024 * 1024;

    private readonly List<WeakReference> _scripts = [];
    private readonly PlaybookBox _box = new(withUpgrade: false);

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Execute_FiveHundredDistinctScripts_AreCollectedAndMemoryLevelsOff()
    {
        var before = Measure();
        for (var i = 0; i < Half; i++) await RunAsync(Script(i));
        var middle = Measure();
        for (var i = Half; i < 2 * Half; i++) await RunAsync(Script(i));
        var after = Measure();

        output.WriteLine(Line("managed", before.Managed, middle.Managed, after.Managed));
        output.WriteLine(Line("private", before.Private, middle.Private, after.Private));
        AssertLevelsOff(before.Managed, middle.Managed, after.Managed, slack: 1.5 * Mebibyte);
        AssertLevelsOff(before.Private, middle.Private, after.Private, slack: 25 * Mebibyte);
        await AssertCollectedAsync();
    }

    [Fact]
    public async Task Execute_ScriptThatThrowsAfterAStepOfItsOwnType_IsCollected()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(
            "record Own(int A); await Step(\"a\", () => Task.FromResult(new List<Own> { new(1) })); throw new InvalidOperationException(\"no\");"));

        await AssertCollectedAsync();
    }

    private async Task RunAsync(string statements)
    {
        var compiled = _box.Compile(PlaybookBox.Plain(statements)).OrThrow();
        using var playbook = new LoadedPlaybook(compiled);
        _scripts.Add(playbook.Script);
        await playbook.RunAsync(new PlaybookGlobals(new FakeRun().Context(), _box.Cluster, record => OptionsReader.Read("{}", record), default));
    }

    // The serializer remembers accessors of the last second and forgets them upon its next use, so it is used again and again.
    private async Task AssertCollectedAsync()
    {
        List<WeakReference> scripts = [.. _scripts];
        var watch = Stopwatch.StartNew();
        for (var i = 1000; scripts.Exists(script => script.IsAlive) && watch.Elapsed < TimeSpan.FromSeconds(60); i++)
        {
            await Task.Delay(100);
            await RunAsync(Script(i));
            Measure();
        }

        Assert.Equal(0, scripts.Count(script => script.IsAlive));
    }

    private static string Script(int i) => string.Create(CultureInfo.InvariantCulture, $$"""
        record Own{{i}}(int A, string B);
        var own = await Step("a", () => Task.FromResult(new Own{{i}}({{i}}, "x")));
        await Together(new[] { 1, 2 }, 2, async n => await Say($"{n} {own.A} {{i}}"));
        """);

    private static void AssertLevelsOff(double before, double middle, double after, double slack)
    {
        var (first, second) = (middle - before, after - middle);
        Assert.True(second <= Math.Max(0, first) / 4 + slack, $"the first {Half} scripts added {first / Mebibyte:F1} MiB, the second {Half} {second / Mebibyte:F1} MiB");
    }

    private static (double Managed, double Private) Measure()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), process.PrivateMemorySize64);
    }

    private static string Line(string name, double before, double middle, double after) =>
        $"{name}: {before / Mebibyte:F1} -> {middle / Mebibyte:F1} -> {after / Mebibyte:F1} MiB";
}
