using Nightshift.Hosts.Processes;

namespace Nightshift.Hosts.Tests.Processes;

public sealed class ProcessReplyTests
{
    private const string Line = "12 3456 e7a0b1c2-0000-4000-8000-000000000001 1 S e2f62696e2f782028" + "64656c65746564290a a780061206200";

    [Fact]
    public void Parse_WholeLine_IsTheProcess()
    {
        var process = Assert.Single(ProcessReply.Parse(Line + "\ndone\n")!);

        Assert.Equal((12, 3456L, 1, 'S'), (process.Pid, process.Identity.StartTicks, process.ParentPid, process.State));
        Assert.Equal(("/bin/x", true), (process.Executable, process.ExecutableDeleted));
        Assert.Equal(["x", "a b"], process.Arguments);
    }

    [Fact]
    public void Parse_CutAnywhere_IsNull()
    {
        var whole = Line + "\ndone\n";
        for (var length = 0; length < whole.Length; length++)
            Assert.Null(ProcessReply.Parse(whole[..length]));
    }

    [Theory]
    [InlineData("12", "x2")]
    [InlineData("3456", "-1")]
    [InlineData("e7a0b1c2", "g7a0b1c2")]
    [InlineData(" S ", " SS ")]
    [InlineData(" a78", " 78")]
    public void Parse_BrokenField_IsNull(string from, string to) =>
        Assert.Null(ProcessReply.Parse(Line.Replace(from, to, StringComparison.Ordinal) + "\ndone\n"));

    [Fact]
    public void Parse_NothingFound_IsEmpty() => Assert.Empty(ProcessReply.Parse("done\n")!);

    [Fact]
    public void Parse_HiddenExecutableAndKernelThread_AreNullAndEmpty()
    {
        var process = Assert.Single(ProcessReply.Parse("2 1 e7a0b1c2-0000-4000-8000-000000000001 0 S e a\ndone\n")!);

        Assert.Null(process.Executable);
        Assert.Empty(process.Arguments);
    }
}
