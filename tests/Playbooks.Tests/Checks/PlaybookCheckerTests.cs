using Nightshift.Playbooks.Tests.Fakes;

namespace Nightshift.Playbooks.Tests.Checks;

public sealed class PlaybookCheckerTests : IDisposable
{
    private readonly PlaybookBox _box = new(withUpgrade: false);

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("var now = DateTime.Now;", "System.DateTime.Now")]
    [InlineData("var now = DateTimeOffset.UtcNow;", "System.DateTimeOffset.UtcNow")]
    [InlineData("var now = DateTime.Parse(\"10:00\");", "System.DateTime.Parse")]
    [InlineData("var watch = System.Diagnostics.Stopwatch.StartNew();", "System.Diagnostics.Stopwatch")]
    [InlineData("var time = TimeProvider.System.GetUtcNow();", "System.TimeProvider")]
    [InlineData("var ticks = Environment.TickCount;", "System.Environment.TickCount")]
    [InlineData("var home = Environment.GetEnvironmentVariable(\"HOME\");", "System.Environment.GetEnvironmentVariable")]
    [InlineData("var n = new Random().Next();", "System.Random")]
    [InlineData("var n = Random.Shared.Next();", "System.Random.Shared")]
    [InlineData("var id = Guid.NewGuid();", "System.Guid.NewGuid")]
    [InlineData("var n = System.Security.Cryptography.RandomNumberGenerator.GetInt32(5);", "RandomNumberGenerator")]
    [InlineData("var mixed = new[] { 1, 2 }.Shuffle().ToList();", "System.Linq.Enumerable.Shuffle")]
    [InlineData("var hash = \"x\".GetHashCode();", "GetHashCode")]
    [InlineData("var hash = options.GetHashCode();", "GetHashCode")]
    [InlineData("var hash = HashCode.Combine(1, 2);", "System.HashCode")]
    [InlineData("var set = System.Collections.Immutable.ImmutableHashSet.Create(1);", "ImmutableHashSet")]
    [InlineData("await Task.Run(() => { });", "System.Threading.Tasks.Task.Run")]
    [InlineData("await Task.Delay(5);", "System.Threading.Tasks.Task.Delay")]
    [InlineData("await Task.WhenAll(Say(\"a\"), Say(\"b\"));", "Task.WhenAll")]
    [InlineData("Say(\"a\").Wait();", "Task.Wait")]
    [InlineData("var f = Observe(\"a\", () => Task.FromResult(1)).Result;", "Task.Result")]
    [InlineData("Say(\"a\").GetAwaiter().GetResult();", "GetAwaiter")]
    [InlineData("Parallel.For(0, 3, i => { });", "System.Threading.Tasks.Parallel")]
    [InlineData("var q = new[] { 1 }.AsParallel().ToList();", "System.Linq.ParallelEnumerable")]
    [InlineData("var t = new System.Threading.Thread(() => { });", "System.Threading.Thread")]
    [InlineData("var t = new System.Threading.Timer(_ => { });", "System.Threading.Timer")]
    [InlineData("var gate = new object(); lock (gate) { }", "lock is not for playbooks")]
    [InlineData("System.Threading.Monitor.Enter(new object());", "System.Threading.Monitor")]
    [InlineData("System.IO.File.Delete(\"/tmp/x\");", "System.IO.File.Delete is not for playbooks: a playbook does not touch files")]
    [InlineData("File.Delete(\"/tmp/x\");", "System.IO.File is not for playbooks")]
    [InlineData("var text = new System.IO.StreamReader(\"x\").ReadToEnd();", "System.IO.StreamReader")]
    [InlineData("var http = new System.Net.Http.HttpClient();", "System.Net.Http.HttpClient")]
    [InlineData("System.Diagnostics.Process.Start(\"sh\");", "System.Diagnostics.Process.Start is not for playbooks: a playbook starts no process")]
    [InlineData("Console.WriteLine(\"x\");", "System.Console.WriteLine is not for playbooks: tell people something with Say")]
    [InlineData("var type = Type.GetType(\"System.IO.File\");", "System.Type.GetType")]
    [InlineData("var type = typeof(string).Assembly;", "System.Type")]
    [InlineData("var type = \"x\".GetType();", "System.Object.GetType")]
    [InlineData("var x = Activator.CreateInstance(\"a\", \"b\");", "System.Activator")]
    [InlineData("var x = System.Reflection.Assembly.Load(\"x\");", "System.Reflection.Assembly")]
    [InlineData("dynamic x = 1; var y = x.Foo();", "dynamic is not for playbooks")]
    [InlineData("unsafe { int* p = null; }", "unsafe code")]
    [InlineData("Span<int> s = stackalloc int[3];", "stackalloc")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern int getpid();", "not for playbooks")]
    [InlineData("class Init { [System.Runtime.CompilerServices.ModuleInitializer] public static void Go() { } }", "ModuleInitializerAttribute")]
    [InlineData("var d = AppDomain.CurrentDomain;", "System.AppDomain")]
    [InlineData("var c = System.Runtime.Loader.AssemblyLoadContext.Default;", "AssemblyLoadContext")]
    [InlineData("class Counter { public static int N; }", "static state")]
    [InlineData("class Counter { public static int N { get; set; } }", "static state")]
    [InlineData("class Counter { public static int N => field; }", "static state")]
    [InlineData("static List<int> seen = new();", "static state")]
    [InlineData("class Dying { ~Dying() { } }", "finalizer")]
    [InlineData("GC.Collect();", "System.GC")]
    [InlineData("var c = System.Globalization.CultureInfo.CurrentCulture;", "CultureInfo.CurrentCulture")]
    [InlineData("var t = new FakeDb();", "new FakeDb is not for playbooks")]
    [InlineData("var r = new Release(\"x\", \"/tmp\");", "a release comes as an option")]
    [InlineData("throw new RunAbandonedException(default, \"x\");", "not for playbooks")]
    public void Check_ForbiddenThing_IsNamed(string statement, string expected) => AssertRefused(statement, expected);

    [Theory]
    [InlineData("using F = System.IO.File; F.Delete(\"x\");", "System.IO.File.Delete")]
    [InlineData("using static System.IO.File; Delete(\"x\");", "System.IO.File.Delete")]
    [InlineData("using static System.Guid; var id = NewGuid();", "System.Guid.NewGuid")]
    [InlineData("Func<Guid> make = Guid.NewGuid; var id = make();", "System.Guid.NewGuid")]
    [InlineData("var ids = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToList();", "System.Guid.NewGuid")]
    [InlineData("await Say($\"{DateTime.Now:t}\");", "System.DateTime.Now")]
    [InlineData("var q = from x in new[] { 1 }.AsParallel() where x > 0 select x;", "ParallelEnumerable")]
    [InlineData("var q = from x in new[] { 1 } let id = Guid.NewGuid() select id;", "System.Guid.NewGuid")]
    [InlineData("DateTimeOffset then = default(DateTime);", "System.DateTimeOffset.op_Implicit")]
    [InlineData("System.Linq.Expressions.Expression<Func<int>> e = () => 1;", "System.Linq.Expressions")]
    [InlineData("class Sub : Random { }", "System.Random")]
    [InlineData("int Roll<T>() where T : Random, new() => new T().Next(); var x = Roll<Random>();", "System.Random")]
    [InlineData("var list = new List<System.IO.FileInfo>();", "System.IO.FileInfo")]
    [InlineData("System.IO.FileInfo? f = null; var n = f?.Length;", "System.IO.FileInfo")]
    [InlineData("int Later(int ticks = 0) => ticks + (int)Environment.TickCount64; var x = Later();", "System.Environment.TickCount64")]
    [InlineData("class A { public long Now { get; } = DateTime.UtcNow.Ticks; }", "System.DateTime.UtcNow")]
    [InlineData("class A(long n) { } class B() : A(DateTime.UtcNow.Ticks) { }", "System.DateTime.UtcNow")]
    [InlineData("var x = new { When = DateTime.Now };", "System.DateTime.Now")]
    [InlineData("object o = 1; if (o is System.IO.Stream s) { }", "System.IO.Stream")]
    [InlineData("var when = true switch { true => DateTime.Now, _ => default };", "System.DateTime.Now")]
    [InlineData("[System.Runtime.CompilerServices.InterpolatedStringHandler] struct H { public H(int a, int b) { } public void AppendLiteral(string s) { } }", "InterpolatedStringHandler")]
    [InlineData("Action<string> say = Console.WriteLine; say(\"x\");", "System.Console")]
    [InlineData("var d = ((Func<int>)(() => 1)).DynamicInvoke();", "DynamicInvoke")]
    [InlineData("var m = ((Func<int>)(() => 1)).Method;", "Delegate.Method")]
    [InlineData("global::System.Console.Beep();", "System.Console.Beep")]
    [InlineData("delegate*<int> p = null;", "not for playbooks")]
    [InlineData("var t = __reftype(__makeref(args));", "not for playbooks")]
    public void Check_WayAroundTheRules_IsSeen(string statement, string expected) => AssertRefused(statement, expected);

    [Theory]
    [InlineData("await OneByOne(new Nodes<FakeTablet>(\"all\"), async t => { t.Stop(); });", "'Stop' is begun and not awaited")]
    [InlineData("await OneByOne(new Nodes<FakeTablet>(\"all\"), async t => { _ = t.Stop(); });", "'Stop' is begun and not awaited")]
    [InlineData("await OneByOne(new Nodes<FakeTablet>(\"all\"), async t => { var s = t.Stop(); await s; });", "'Stop' is begun and not awaited")]
    [InlineData("new List<int> { 1 }.ForEach(async n => await Say($\"{n}\"));", "nobody can await")]
    [InlineData("new List<int> { 1 }.ForEach(n => Say($\"{n}\"));", "'Say' is begun and not awaited")]
    [InlineData("async void Go() { await Say(\"x\"); }", "nobody can await")]
    [InlineData("foreach (var t in new[] { 1 }.Select(n => Say($\"{n}\"))) await t;", "tasks are not collected")]
    [InlineData("Func<object> f = () => Say(\"x\");", "a task is awaited")]
    [InlineData("var pair = (Say(\"x\"), 1);", "tasks are not collected")]
    [InlineData("Say(\"x\")", "'Say' is begun and not awaited")]
    public void Check_TaskThatNobodyAwaits_IsRefused(string statement, string expected) => AssertRefused(statement, expected);

    [Theory]
    [InlineData("try { await Say(\"x\"); } catch { }")]
    [InlineData("try { await Say(\"x\"); } catch (Exception) { }")]
    [InlineData("try { await Say(\"x\"); } catch (RunAbandonedException) { }")]
    [InlineData("try { await Say(\"x\"); } catch (OperationCanceledException) { }")]
    [InlineData("try { await Say(\"x\"); } catch (SystemException) { }")]
    [InlineData("try { await Say(\"x\"); } catch (Exception e) when (e is not RunAbandonedException) { }")]
    [InlineData("try { await Say(\"x\"); } catch (Exception e) when (e is not (RunAbandonedException or OperationCanceledException) || true) { }")]
    [InlineData("try { await Say(\"x\"); } catch (Exception e) when (e.Message.Length > 0) { }")]
    [InlineData("try { await Say(\"x\"); } catch (Exception e) { if (e.Message == \"\") return 1; throw; }")]
    [InlineData("try { await Say(\"x\"); } catch (Exception e) { throw new InvalidOperationException(e.Message); }")]
    [InlineData("async Task Try<T>() where T : Exception { try { await Say(\"x\"); } catch (T) { } } await Try<Exception>();")]
    public void Check_CatchThatCouldSwallowTheEnd_IsRefused(string statement) => AssertRefused(statement, "this catch could swallow the end of the run");

    [Theory]
    [InlineData("await Step(\"a\", () => Say(\"x\"));", "'Say' is a step by itself and cannot be part of a Step")]
    [InlineData("await OneByOne(new Nodes<FakeTablet>(\"all\"), async t => await Step(\"a\", async () => await t.Stop()));", "'Stop' is a step by itself")]
    [InlineData("await Gate(\"a\", async () => { await Cluster<FakeDb>().Recover(); return (true, \"\"); }, TimeSpan.FromSeconds(1));", "'Recover' is a step by itself")]
    public void Check_StepInsideOfAStep_IsRefused(string statement, string expected) => AssertRefused(statement, expected);

    [Theory]
    [InlineData("var n = 0; await Step(\"a\", async () => { n = 1; await Task.CompletedTask; });", "'n' is set inside of a Step")]
    [InlineData("var n = 0; await Together(new[] { 1, 2 }, 2, async i => { n += i; await Say(\"x\"); });", "'n' is set inside of a Together")]
    [InlineData("async Task Go() { var n = 0; await Observe(\"a\", () => { int.TryParse(\"1\", out n); return Task.FromResult(1); }); } await Go();", "'n' is set inside of a Observe")]
    [InlineData("var (a, b) = (1, 2); await Step(\"a\", async () => { (a, b) = (b, a); await Task.CompletedTask; });", "is set inside of a Step")]
    public void Check_VariableSetByTheCodeOfAStep_IsRefused(string statement, string expected) => AssertRefused(statement, expected);

    [Theory]
    [InlineData("var sum = await Observe(\"a\", () => { var n = 0; n++; return Task.FromResult(n); }); var m = 0; await OneByOne(new Nodes<FakeTablet>(\"all\"), async t => { m++; await t.Stop(); });")]
    [InlineData("class Box { public int N { get; set; } } await Step(\"a\", async () => { var b = new Box { N = 2 }; b.N = 3; await Task.CompletedTask; });")]
    [InlineData("var name = nameof(System.IO.File.Delete);")]
    [InlineData("var name = nameof(DateTime.Now);")]
    [InlineData("try { await Say(\"x\"); } catch (InvalidOperationException e) { await Say(e.Message); }")]
    [InlineData("try { await Say(\"x\"); } catch (Exception e) when (e is not (RunAbandonedException or OperationCanceledException)) { await Say(\"y\"); }")]
    [InlineData("try { await Say(\"x\"); } catch (Exception e) when (e is not RunAbandonedException and not OperationCanceledException && e.Message != \"\") { }")]
    [InlineData("var n = 0; try { await Say(\"x\"); } catch (Exception) { n++; throw; }")]
    [InlineData("var i = 0; again: i++; if (i < 3) goto again;")]
    [InlineData("var d = new Dictionary<string, int> { [\"a\"] = 1 }; foreach (var (key, value) in d.OrderBy(p => p.Key)) await Say($\"{key,5}={value:N0} {string.Join(\", \", d.Keys)}\");")]
    [InlineData("record Pair(string A, int B); var p = new Pair(\"a\", 1) with { B = 2 }; await Say($\"{p} {p == new Pair(\"a\", 2)}\");")]
    [InlineData("IEnumerable<int> Some() { yield return 1; yield return 2; } foreach (var n in Some()) await Say($\"{n}\");")]
    [InlineData("int[] a = [1, 2, .. new[] { 3 }]; List<int> b = [.. a]; var last = a[^1]; var some = a[1..]; var t = (First: 1, Second: \"x\"); var (x, y) = t;")]
    [InlineData("string s = \"a,b\"; var parts = s.Split(','); var joined = string.Concat(parts[0], \"b\", \"c\", \"d\", \"e\"); var sub = s.AsSpan(1).ToString(); var big = s switch { \"a\" => 1, { Length: > 3 } => 2, _ => 3 };")]
    [InlineData("var m = System.Text.RegularExpressions.Regex.Match(\"a1\", \"[0-9]\"); var v = int.TryParse(m.Value, out var n) ? n : 0;")]
    [InlineData("var found = await Check(); if (found.Count > 0) throw new InvalidOperationException(string.Join(\"; \", found));")]
    [InlineData("await Together(new[] { 1, 2 }, 2, async n => await Say($\"{n}\"));")]
    [InlineData("await Gate(\"healthy\", async () => ((await Status()).Health == Health.Healthy, \"waits\"), TimeSpan.FromMinutes(1));")]
    [InlineData("await using (await Hold(\"auto_failover\", \"false\", () => Task.FromResult(\"true\"), value => Task.CompletedTask)) { await Say(\"held\"); }")]
    [InlineData("await Scope(\"a\", async () => { await using var held = await Hold(\"auto_failover\", \"false\", () => Task.FromResult(\"true\"), value => Task.CompletedTask); });")]
    [InlineData("async IAsyncEnumerable<int> Two() { yield return 1; await Say(\"x\"); yield return 2; } await foreach (var n in Two()) await Say($\"{n}\");")]
    [InlineData("class Shape { public event Action? Moved; public void Move() => Moved?.Invoke(); } var shape = new Shape(); shape.Moved += () => { }; shape.Move();")]
    [InlineData("var q = from a in new[] { 1, 2 } join b in new[] { 2 } on a equals b orderby a descending group b by a into g select (g.Key, g.Sum());")]
    [InlineData("const int Most = 3; static int Twice(int n) => n * 2; var at = new DateTime(2026, 1, 1).AddDays(Twice(Most));")]
    [InlineData("int? Maybe() => null; var n = Maybe() ?? 3; decimal d = 1.5m * n; var u = (uint)n; enum Color { Red } var c = Enum.Parse<Color>(\"Red\"); var z = $\"{c}\";")]
    public void Check_PureCode_IsAllowed(string statement)
    {
        var result = _box.Compile(PlaybookBox.Plain(statement));

        Assert.Empty(result.Faults);
        Assert.NotNull(result.Playbook);
    }

    private void AssertRefused(string statement, string expected)
    {
        var (usings, rest) = statement.StartsWith("using ", StringComparison.Ordinal) && statement.IndexOf(';') is var cut and > 0 ? (statement[..(cut + 1)], statement[(cut + 1)..]) : ("", statement);

        var result = _box.Compile($"{usings}[Command(\"x\", \"a test\")] record Options();\n{rest}");

        Assert.Null(result.Playbook);
        Assert.All(result.Faults, fault => Assert.NotEqual((1, 1), (fault.Line, fault.Column)));
        Assert.Contains(result.Faults, fault => fault.Message.Contains(expected, StringComparison.Ordinal));
    }
}
