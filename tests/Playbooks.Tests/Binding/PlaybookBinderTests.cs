using Nightshift.Playbooks.Tests.Fakes;

namespace Nightshift.Playbooks.Tests.Binding;

public sealed class PlaybookBinderTests : IDisposable
{
    private const string AllTypes = """
        enum Mode { Fast, VerySafe }
        [Command("x", "a test")]
        record Options(string Text, int Count = 3, long Big = 5, double Ratio = 0.5, TimeSpan? Wait = null, Mode Mode = Mode.VerySafe, Nodes<FakeTablet>? Only = null,
            Release? Version = null, string? Note = null, bool Dry = false);
        await Say($"{options.Text}|{options.Count}|{options.Big}|{options.Ratio}|{options.Wait}|{options.Mode}|{options.Only}|{options.Version?.Directory}|{options.Note ?? "null"}|{options.Dry}");
        """;

    private const string ReleaseOption = "[Command(\"x\", \"y\")] record Options(Release Version);";
    private const string Tablets = "[Command(\"x\", \"y\")] record Options(Nodes<FakeTablet> Endpoint);";

    private readonly PlaybookBox _box = new(withUpgrade: false);

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("hello", "hello|3|5|0.5||VerySafe|||null|False")]
    [InlineData("hello 7 --dry", "hello|7|5|0.5||VerySafe|||null|True")]
    [InlineData("--count=-2 hello --dry false --big 9000000000", "hello|-2|9000000000|0.5||VerySafe|||null|False")]
    [InlineData("\"two words\" --wait 1h30m --mode fast --ratio 1.25", "two words|3|5|1.25|01:30:00|Fast|||null|False")]
    [InlineData("中文\u3000--note 数据库 --only ALL", "中文|3|5|0.5||VerySafe|all||数据库|False")]
    [InlineData("x --only 127.0.0.1:10921,127.0.0.1:10922 —version 0.9.3", "x|3|5|0.5||VerySafe|127.0.0.1:10921,127.0.0.1:10922|/releases/0.9.3|null|False")]
    public async Task Bind_WellWrittenArguments_ReachTheScriptAlsoInAnotherProcess(string arguments, string expected)
    {
        var binding = await BindAsync(AllTypes, arguments);
        Assert.Empty(binding.Faults);

        // A replay in a later process meets other releases and other nodes; what was bound stays.
        _box.Cluster.Releases = [];
        _box.Cluster.NodeNames.Clear();
        var run = new FakeRun();
        await _box.Program.ExecuteAsync(_box.Request(AllTypes, binding.Options!), run.Context(), default);

        Assert.Equal(": " + expected, run.Said.Single());
    }

    [Theory]
    [InlineData("", "<text> is missing")]
    [InlineData("a b c", "'b' is no whole number")]
    [InlineData("a 1 2 1 1s fast all 0.9.2 n more", "'more' is one value too many")]
    [InlineData("a --count", "--count needs a value")]
    [InlineData("a --count --dry", "--count needs a value")]
    [InlineData("a --count 1 --count 2", "--count is given twice")]
    [InlineData("a --cuont 1", "there is no option '--cuont'; did you mean '--count'?")]
    [InlineData("a --count 99999999999", "is no whole number")]
    [InlineData("a --ratio NaN", "is no number")]
    [InlineData("a --wait 10", "write 90s, 10m, 1h30m")]
    [InlineData("a --wait -5m", "is no time span")]
    [InlineData("a --mode quick", "'quick' is not known; there is fast, very-safe")]
    [InlineData("a --dry=maybe", "'maybe' is neither true nor false")]
    [InlineData("a --version 0.9.4", "'0.9.4' is not known; did you mean '0.9.2'?")]
    [InlineData("a --only 127.0.0.1:1092l", "did you mean '127.0.0.1:10921'?")]
    [InlineData("a --only all,127.0.0.1:10921", "'all' stands alone")]
    [InlineData("a --only 127.0.0.1:10921,127.0.0.1:10921", "is given twice")]
    [InlineData("a --only 127.0.0.1:10921,", "a name is missing")]
    public async Task Bind_FaultyArguments_AreToldAsSentences(string arguments, string expected)
    {
        var binding = await BindAsync(AllTypes, arguments);

        Assert.Null(binding.Options);
        Assert.Contains(binding.Faults, fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1:10921;reboot")]
    [InlineData("127.0.0.1:10921'")]
    [InlineData("a\"b")]
    [InlineData("$(reboot)")]
    [InlineData("`id`")]
    [InlineData("a|b")]
    [InlineData("../etc")]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[31mb")]
    [InlineData("a\u202eb")]
    [InlineData("a\ud800b")]
    [InlineData("🐱")]
    public async Task Bind_HostileName_IsRefusedBeforeTheClusterIsAsked(string name)
    {
        _box.Cluster.Unreachable = new InvalidOperationException("was asked");
        foreach (var source in new[] { Tablets, ReleaseOption })
        {
            var fault = Assert.Single((await PlaybookBinder.BindAsync(Descriptor(source), [name], _box.Cluster, default)).Faults);

            Assert.DoesNotContain("was asked", fault, StringComparison.Ordinal);
            Assert.DoesNotContain(fault, char.IsControl);
            Assert.DoesNotContain('\u202e', fault);
        }
    }

    [Fact]
    public async Task Bind_OverLongArguments_AreRefusedWithTheLimit()
    {
        var one = await PlaybookBinder.BindAsync(Descriptor(Tablets), [new string('a', 1001)], _box.Cluster, default);
        var name = await PlaybookBinder.BindAsync(Descriptor(Tablets), [new string('a', 256)], _box.Cluster, default);
        var all = await PlaybookBinder.BindAsync(Descriptor(AllTypes), [.. Enumerable.Repeat(new string('a', 900), 5)], _box.Cluster, default);

        Assert.Contains("at most 1000", Assert.Single(one.Faults), StringComparison.Ordinal);
        Assert.Contains("a name has at most 255", Assert.Single(name.Faults), StringComparison.Ordinal);
        Assert.Contains("at most 4000", Assert.Single(all.Faults), StringComparison.Ordinal);
        Assert.All(one.Faults.Concat(name.Faults), fault => Assert.True(fault.Length < 200, fault));
    }

    [Fact]
    public async Task Bind_ClusterThatCannotBeAsked_IsAFault()
    {
        _box.Cluster.Unreachable = new TimeoutException("no answer from 127.0.0.1:7527");

        var binding = await BindAsync(Tablets, "127.0.0.1:10921");

        Assert.Contains("cannot be asked for its nodes now: no answer from 127.0.0.1:7527", Assert.Single(binding.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bind_ReleaseWithoutQuestionMark_IsRequired()
    {
        var binding = await BindAsync("[Command(\"x\", \"y\")] record Options(Release Version = null!);", "");

        Assert.Contains("<version> is missing", Assert.Single(binding.Faults), StringComparison.Ordinal);
    }

    private Task<Playbooks.Binding> BindAsync(string source, string arguments) =>
        PlaybookBinder.BindAsync(Descriptor(source), arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), _box.Cluster, default);

    private PlaybookDescriptor Descriptor(string source) => _box.Compile(source).OrThrow().Descriptor;
}
