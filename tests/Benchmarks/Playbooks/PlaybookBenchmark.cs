using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Clusters;
using Nightshift.Playbooks;

namespace Nightshift.Benchmarks.Playbooks;

/// <summary>
/// How long a playbook takes from its sources to something that can be loaded: by the compiler in a fresh process and in a warm one, out of the cache on
/// disk, out of memory. Prints the median of each and how many times faster than the warm compiler it is.
/// </summary>
internal static class PlaybookBenchmark
{
    private const int Rounds = 30;

    public static void Run(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("playbook-benchmark-");
        try
        {
            Measure(output, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(TextWriter output, string folder)
    {
        var kind = new NodelessKind();
        var first = Once(() => Compiler(null).Compile(Sources(-1), kind).OrThrow());
        var cold = Median(i => () => Compiler(null).Compile(Sources(i), kind).OrThrow());
        Compiler(folder).Compile(Sources(0), kind).OrThrow();
        var disk = Median(_ =>
        {
            var compiler = Compiler(folder);
            return () => compiler.Compile(Sources(0), kind).OrThrow();
        });
        var warm = Compiler(folder);
        warm.Compile(Sources(0), kind).OrThrow();
        var memory = Median(_ => () => warm.Compile(Sources(0), kind).OrThrow());

        Write(output, "compiler, first use", first, cold);
        Write(output, "compiler, warm", cold, cold);
        Write(output, "cache on disk", disk, cold);
        Write(output, "memory", memory, cold);
    }

    private static TimeSpan Median(Func<int, Action> prepare) =>
        Enumerable.Range(0, Rounds).Select(i => Once(prepare(i))).Order().ElementAt(Rounds / 2);

    private static TimeSpan Once(Action action)
    {
        var began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began);
    }

    private static void Write(TextWriter output, string name, TimeSpan took, TimeSpan against) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"playbook from {name,-20} {took.TotalMilliseconds,10:F3} ms   {against / took,8:F1} x the warm compiler"));

    private static PlaybookCompiler Compiler(string? folder) =>
        new(new CompilationCache(folder, NullLogger<CompilationCache>.Instance), TimeProvider.System, NullLogger<PlaybookCompiler>.Instance);

    private static SourceClosure Sources(int i) => SourceClosure.Of("bench/x.csx", _ => $$"""
        [Command("x", "A playbook of the usual size")]
        record Options(string Who = "me", int Count = 3);

        await Together(Enumerable.Range(0, options.Count), 2, async n =>
        {
            var found = await Observe("look", () => Task.FromResult(n + {{i}}));
            await Gate("ready", async () => ((await Check()).Count == 0, $"waits for {found}"), TimeSpan.FromMinutes(1));
            await Say($"{options.Who} did {found}");
        });
        """);

    private sealed class NodelessKind : IClusterKind
    {
        public string Name => "bench";

        public IReadOnlyList<Type> PlaybookTypes => [];

        public IReadOnlyList<Type> NodeTypes => [];

        public IReadOnlyList<string> Validate(string name, IConfigurationSection section) => [];

        public ICluster Open(string name, IConfigurationSection section) => throw new NotSupportedException();
    }
}
