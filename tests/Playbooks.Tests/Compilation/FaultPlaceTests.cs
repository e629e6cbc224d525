using Nightshift.Playbooks.Tests.Fakes;
using Nightshift.Runs;

namespace Nightshift.Playbooks.Tests.Compilation;

public sealed class FaultPlaceTests : IDisposable
{
    private readonly PlaybookBox _box = new(withUpgrade: false);

    public void Dispose() => _box.Dispose();

    [Fact]
    public void Compile_ForbiddenCall_IsShownWithLineAndCaret()
    {
        const string Text = """
            [Command("x", "a test")]
            record Options(Nodes<FakeTablet> Endpoint);

            await OneByOne(options.Endpoint, async tablet =>
            {
                await tablet.Stop();
                System.IO.File.Delete("/tmp/x");
            });
            """;

        var fault = Assert.Single(_box.Compile(Text).Faults);

        Assert.Equal(
            """
            scripts/fake/x.csx(7,5): System.IO.File.Delete is not for playbooks: a playbook does not touch files; ship them with a step of the node (tablet.Install), or make it a verb of the cluster's kind
                System.IO.File.Delete("/tmp/x");
                ^^^^^^^^^^^^^^^^^^^^^
            """,
            fault.ToString());
    }

    [Theory]
    [InlineData("[Command(\"x\", \"y\")] record Options(int N); int a = \"b\";", 1, 52)]
    [InlineData("[Command(\"x\", \"y\")] record Options(int N); /* rest */ oops();\nawait Say(\"x\");", 1, 55)]
    [InlineData("[Command(\"x\", \"y\")] record Options(int N) { public int M => q; } // end\nawait Say(\"x\");", 1, 61)]
    [InlineData("[Command(\"x\", \"y\")] record Options(int N);\nawait Say(options.M);", 2, 19)]
    [InlineData("await Say(opt.N);\r\n\r\n[Command(\"x\", \"y\")]\r\nrecord Options(int N);\r\n\tint a = \"b\";", 5, 10)]
    [InlineData("[Command(\"x\", \"y\")] record Options(int N); int options = 3;", 1, 48)]
    public void Compile_ErrorNearTheDeclaredOptions_KeepsItsPlace(string text, int line, int column) =>
        Assert.Contains((line, column), _box.Compile(text).Faults.Select(fault => (fault.Line, fault.Column)));

    [Fact]
    public void Caret_TabsAndChinese_StandsBelowTheColumn()
    {
        var fault = new PlaybookFault("scripts/x.csx", 1, 5, "m", "\t\"数\" x", 1);

        Assert.Equal("\t \u3000 ^", fault.Caret);
    }

    [Fact]
    public async Task Execute_OptionsUsedAboveTheirRecord_AreThere()
    {
        const string Text = "await Say(options.Who);\n[Command(\"x\", \"y\")] record Options(string Who = \"me\");";
        var run = new FakeRun();

        await _box.Program.ExecuteAsync(_box.Request(Text), run.Context(), default);

        Assert.Equal([": me"], run.Said);
    }

    [Fact]
    public async Task Execute_ScriptThrows_TraceNamesFileAndLine()
    {
        const string Text = "[Command(\"x\", \"y\")] record Options;\n\nthrow new InvalidOperationException(\"no\");";

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _box.Program.ExecuteAsync(_box.Request(Text), new FakeRun().Context(), default));

        Assert.Contains("fake/x.csx:line 3", error.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_SourcesThatNoLongerCompile_AreToldWithTheirFaults()
    {
        var error = await Assert.ThrowsAsync<PlaybookFaultException>(
            () => _box.Program.ExecuteAsync(_box.Request(PlaybookBox.Plain("Gone();")), new FakeRun().Context(), default));

        Assert.Contains("scripts/fake/x.csx(2,1)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_FilesWereEditedSince_RunKeepsItsOwnSources()
    {
        _box.Write("lib/a.csx", "string Word() => \"old\";");
        _box.Write("fake/x.csx", "#load \"../lib/a.csx\"\n[Command(\"x\", \"y\")] record Options;\nawait Say(Word());");
        var playbook = Assert.Single((await _box.ReadAsync()).Playbooks);
        var request = new RunRequest(_box.Cluster.Name, "/x", playbook.Descriptor.Path, "{}", playbook.Sources, new PersonId("operator"), "cli");
        _box.Write("lib/a.csx", "string Word() => \"new\";");
        var run = new FakeRun();

        await _box.Program.ExecuteAsync(request, run.Context(), default);

        Assert.Equal([": old"], run.Said);
    }
}
