using System.Collections.Frozen;
using Microsoft.CodeAnalysis;

namespace Nightshift.Playbooks;

/// <summary>Why well-known things are refused, and what to write in their place.</summary>
internal static class Refusals
{
    private const string Clock = "a run that is replayed must take the same way, so it reads no clock; waiting is a Gate, and steps have deadlines of their own";
    private const string Chance = "a run that is replayed must take the same way, so nothing in it is random; decide on what a step returned";
    private const string Parallel = "work at the same time is Together(items, maxAtOnce, each)";
    private const string Waiting = "a playbook does not sleep; wait for a condition with Gate(name, condition, deadline)";
    private const string Blocking = "write await in front of the task";
    private const string Files = "a playbook does not touch files; ship them with a step of the node (tablet.Install), or make it a verb of the cluster's kind";
    private const string Network = "a playbook speaks to the cluster alone, by its nodes and by Status, Tables, Operations and Check";
    private const string Processes = "a playbook starts no process; stopping and starting are steps of the node (tablet.Stop, tablet.Start)";
    private const string Machine = "a playbook does not look at the machine of the bot; what it needs to know is an option";
    private const string Talking = "tell people something with Say";
    private const string Reflection = "a playbook is checked before it runs, which what is looked up by name while it runs would escape";
    private const string Hashes = "hash codes differ from process to process, so a replay would differ";

    private static readonly FrozenDictionary<string, string> Members = new Dictionary<string, string>
    {
        ["System.DateTime.Now"] = Clock, ["System.DateTime.UtcNow"] = Clock, ["System.DateTime.Today"] = Clock,
        ["System.DateTime.Parse"] = Clock, ["System.DateTime.TryParse"] = Clock, ["System.DateTime.ParseExact"] = Clock, ["System.DateTime.TryParseExact"] = Clock,
        ["System.DateTime.ToLocalTime"] = Clock, ["System.DateTime.FromFileTime"] = Clock, ["System.DateTime.ToFileTime"] = Clock, ["System.DateTime.ToUniversalTime"] = Clock,
        ["System.DateTimeOffset.Now"] = Clock, ["System.DateTimeOffset.UtcNow"] = Clock, ["System.DateTimeOffset.LocalDateTime"] = Clock,
        ["System.DateTimeOffset.Parse"] = Clock, ["System.DateTimeOffset.TryParse"] = Clock, ["System.DateTimeOffset.ParseExact"] = Clock,
        ["System.DateTimeOffset.TryParseExact"] = Clock, ["System.DateTimeOffset.ToLocalTime"] = Clock, ["System.DateTimeOffset.op_Implicit"] = Clock,
        ["System.Convert.ToDateTime"] = Clock,
        ["System.Guid.NewGuid"] = Chance, ["System.Guid.CreateVersion7"] = Chance, ["System.Linq.Enumerable.Shuffle"] = Chance,
        ["System.Threading.Tasks.Task.Delay"] = Waiting, ["System.Threading.Tasks.Task.Run"] = Parallel, ["System.Threading.Tasks.Task.Factory"] = Parallel,
        ["System.Threading.Tasks.Task.WhenAll"] = Parallel, ["System.Threading.Tasks.Task.WhenAny"] = Parallel, ["System.Threading.Tasks.Task.WhenEach"] = Parallel,
        ["System.Threading.Tasks.Task.Start"] = Parallel, ["System.Threading.Tasks.Task.ContinueWith"] = Blocking, ["System.Threading.Tasks.Task.Yield"] = "steps give way by themselves",
        ["System.Threading.Tasks.Task.Wait"] = Blocking, ["System.Threading.Tasks.Task.Result"] = Blocking, ["System.Threading.Tasks.Task.GetAwaiter"] = Blocking,
        ["System.Threading.Tasks.ValueTask.Result"] = Blocking, ["System.Threading.Tasks.ValueTask.GetAwaiter"] = Blocking,
        ["System.Threading.Tasks.Task.ConfigureAwait"] = "leave it out", ["System.Threading.Tasks.ValueTask.ConfigureAwait"] = "leave it out",
        ["System.Object.GetType"] = Reflection, ["System.Array.CreateInstance"] = Reflection, ["System.Delegate.DynamicInvoke"] = Reflection,
        ["System.Delegate.Method"] = Reflection, ["System.Delegate.CreateDelegate"] = Reflection, ["System.Exception.TargetSite"] = Reflection,
        ["System.Exception.StackTrace"] = Reflection,
        ["Nightshift.Clusters.Release..ctor"] = "a release comes as an option, so that the plan can show it",
        ["Nightshift.Runs.RunAbandonedException..ctor"] = "only people and deadlines give a run up; throw an InvalidOperationException that says what is wrong",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["System.Diagnostics.Stopwatch"] = Clock, ["System.TimeProvider"] = Clock, ["System.TimeZoneInfo"] = Clock,
        ["System.Random"] = Chance, ["System.Security.Cryptography.RandomNumberGenerator"] = Chance, ["System.HashCode"] = Hashes,
        ["System.Collections.Immutable.ImmutableDictionary`2"] = Hashes, ["System.Collections.Immutable.ImmutableHashSet`1"] = Hashes,
        ["System.Collections.Immutable.ImmutableDictionary"] = Hashes, ["System.Collections.Immutable.ImmutableHashSet"] = Hashes,
        ["System.Environment"] = Machine, ["System.AppContext"] = Machine, ["System.GC"] = Machine, ["System.AppDomain"] = Machine,
        ["System.Console"] = Talking,
        ["System.Type"] = Reflection, ["System.Activator"] = Reflection, ["System.RuntimeTypeHandle"] = Reflection,
        ["System.Threading.Tasks.Parallel"] = Parallel, ["System.Linq.ParallelEnumerable"] = Parallel, ["System.Threading.Thread"] = Parallel, ["System.Threading.ThreadPool"] = Parallel,
        ["System.Threading.Timer"] = Waiting, ["System.Threading.PeriodicTimer"] = Waiting, ["System.Timers.Timer"] = Waiting,
        ["System.Diagnostics.Process"] = Processes, ["System.Diagnostics.ProcessStartInfo"] = Processes,
        ["System.Runtime.Loader.AssemblyLoadContext"] = Reflection,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Prefix, string Reason)[] Namespaces =
    [
        ("System.IO.", Files), ("System.Net.", Network), ("System.Reflection.", Reflection), ("System.Linq.Expressions.", Reflection),
        ("System.Runtime.", "it reaches below the language"), ("System.Threading.", "a playbook has no threads and no locks; " + Parallel),
        ("System.Collections.Concurrent.", "a playbook has no threads; " + Parallel), ("System.Diagnostics.", Machine), ("System.Security.", Machine),
        ("Microsoft.CSharp.", Reflection),
    ];

    public static string OfMember(string type, string name) => Sentence(
        $"{Plain(type)}{(name == ".ctor" ? "" : "." + name)}", name == "GetHashCode" ? Hashes : Members.GetValueOrDefault($"{Plain(type)}.{name}") ?? ReasonFor(type));

    public static bool IsRefusedMember(string type, string name) => name == "GetHashCode" || Members.ContainsKey($"{Plain(type)}.{name}");

    public static string OfType(string type) => Sentence(Plain(type), ReasonFor(type));

    /// <summary>For a name that the compiler does not know, since its namespace is not imported: what would be said of it.</summary>
    public static string? ForUnknownName(Diagnostic error)
    {
        if (error.Id is not ("CS0103" or "CS0246" or "CS0234") || error.Location.SourceTree is not { } tree) return null;
        var name = tree.GetText().ToString(error.Location.SourceSpan);
        var full = WellKnown.FirstOrDefault(known => known[(known.LastIndexOf('.') + 1)..] == name);
        return full is null ? null : OfType(full);
    }

    /// <summary>Everything that has an answer of its own, by that answer; what the guide for authors lists.</summary>
    public static IEnumerable<(string Instead, IReadOnlyList<string> Symbols)> Table => Members
        .Concat(Types)
        .Concat(Namespaces.Select(known => KeyValuePair.Create(known.Prefix + "*", known.Reason)))
        .GroupBy(entry => entry.Value, entry => Short(entry.Key), StringComparer.Ordinal)
        .Select(group => (group.Key, (IReadOnlyList<string>)[.. group.Distinct().Order(StringComparer.Ordinal)]))
        .OrderBy(row => row.Item2[0], StringComparer.Ordinal);

    // As people write it: without the namespace, but for whole namespaces; a constructor as `new Release`.
    private static string Short(string symbol)
    {
        if (symbol.EndsWith(".*", StringComparison.Ordinal)) return symbol;
        var plain = Plain(symbol).Replace("..ctor", ".ctor", StringComparison.Ordinal).Split('.');
        if (plain[^1] == "ctor") return $"new {plain[^2]}";
        return Types.ContainsKey(symbol) ? plain[^1] : $"{plain[^2]}.{plain[^1]}";
    }

    private static IEnumerable<string> WellKnown =>
    [
        .. Types.Keys, "System.IO.File", "System.IO.Directory", "System.IO.Path", "System.IO.FileInfo", "System.IO.StreamReader", "System.IO.StreamWriter",
        "System.Net.Http.HttpClient", "System.Net.Sockets.Socket", "System.Net.Sockets.TcpClient", "System.Reflection.Assembly", "System.Threading.Monitor",
        "System.Threading.SemaphoreSlim", "System.Threading.Interlocked", "System.Threading.CancellationTokenSource", "System.Collections.Concurrent.ConcurrentDictionary",
        "System.Collections.Concurrent.ConcurrentQueue", "System.Runtime.InteropServices.DllImport", "System.Runtime.InteropServices.Marshal",
    ];

    private static string Sentence(string what, string reason) => $"{what} is not for playbooks: {reason}";

    private static string ReasonFor(string type) => Types.GetValueOrDefault(type)
        ?? Namespaces.FirstOrDefault(known => type.StartsWith(known.Prefix, StringComparison.Ordinal)).Reason
        ?? "it is not among the types that are known to replay the same";

    private static string Plain(string type) => type.IndexOf('`', StringComparison.Ordinal) is var tick and >= 0 ? type[..tick] : type;
}
