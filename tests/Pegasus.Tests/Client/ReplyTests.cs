using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Client.Commands;
using Nightshift.Pegasus.Client.Http;

namespace Nightshift.Pegasus.Tests.Client;

/// <summary>Texts of remote commands and pages, of both generations.</summary>
public class ReplyTests
{
    private static readonly CallSite Call = new(MetaSetting.AssignDelayMs, "server 127.0.0.1:1", null, null);

    [Theory]
    [InlineData("600000", "600000")]
    [InlineData("{\n  \"error\": \"ok\",\n  \"meta.lb.assign_delay_ms\": \"600000\"\n}", "600000")]
    [InlineData("{\"error\":\"ok\",\"meta.lb.assign_delay_ms\":600000}", "600000")]
    [InlineData("true", "true")]
    public void Value_KnownTexts_AreRead(string text, string value) => Assert.Equal(value, CommandReplies.Value(Call, MetaSetting.AssignDelayMs, text));

    [Theory]
    [InlineData("get ok: ", "")]
    [InlineData("get ok: 10.0.0.1:34801,10.0.0.2:34801", "10.0.0.1:34801,10.0.0.2:34801")]
    [InlineData("{\"error\":\"ok\",\"assign_secondary_black_list\":\"rs1:34801\"}", "rs1:34801")]
    public void Value_BlackList_IsRead(string text, string value) => Assert.Equal(value, CommandReplies.Value(Call, MetaSetting.BlackList, text));

    [Theory]
    [InlineData("")]
    [InlineData("OK")]
    [InlineData("600000\n")]
    [InlineData("{}")]
    [InlineData("{\"error\":\"ok\"}")]
    [InlineData("{\"error\":\"ok\",\"meta.lb.assign_delay_ms\":{}}")]
    [InlineData("{\"error\":1}")]
    [InlineData("{\"error\":\"ok\"")]
    public void Value_AnyOtherText_IsUnintelligible(string text) =>
        Assert.Throws<UnintelligibleAnswerException>(() => CommandReplies.Value(Call, MetaSetting.AssignDelayMs, text));

    [Theory]
    [InlineData("ERR: invalid arguments")]
    [InlineData("{\"error\":\"ERR: invalid argument '-1', the value is not acceptable\"}")]
    [InlineData("invalid arguments")]
    public void Done_Errors_AreRefusals(string text)
    {
        Assert.Throws<RefusedByClusterException>(() => CommandReplies.Done(Call, text));
        Assert.Throws<RefusedByClusterException>(() => CommandReplies.Value(Call, MetaSetting.AssignDelayMs, text));
    }

    [Theory]
    [InlineData("OK")]
    [InlineData("set ok")]
    [InlineData("clear ok")]
    [InlineData("{\n  \"error\": \"ok\"\n}")]
    [InlineData("{\n  \"error\": \"ok\",\n  \"meta.lb.assign_delay_ms\": 600000\n}")]
    public void Done_KnownTexts_Pass(string text) => CommandReplies.Done(Call, text);

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("OK, or so")]
    [InlineData("600000")]
    public void Done_AnyOtherText_IsUnintelligible(string text) => Assert.Throws<UnintelligibleAnswerException>(() => CommandReplies.Done(Call, text));

    [Fact]
    public void Killed_Texts_AreTrueFalseOrErrors()
    {
        Assert.True(CommandReplies.Killed(Call, "ERR_OK"));
        Assert.False(CommandReplies.Killed(Call, "ERR_OBJECT_NOT_FOUND"));
        Assert.Throws<RefusedByClusterException>(() => CommandReplies.Killed(Call, "ERR_INVALID_PARAMETERS"));
        Assert.Throws<UnintelligibleAnswerException>(() => CommandReplies.Killed(Call, ""));
    }

    [Theory]
    [InlineData("Pegasus Server 2.4.0 (b3ae8b6) Release, Started at 2024-01-01 00:00:00", "2.4.0", "b3ae8b6", "2024-01-01 00:00:00", Generation.Addresses)]
    [InlineData(
        "{\"build_type\":\"Release\",\"git_SHA\":\"db756dc\",\"start_time\":\"2026-03-13 10:00:00\",\"version\":\"2.6.0-SNAPSHOT\"}", "2.6.0-SNAPSHOT", "db756dc",
        "2026-03-13 10:00:00", Generation.HostNames)]
    public void ServerInfo_BothForms_AreRead(string text, string version, string commit, string started, Generation generation) =>
        Assert.Equal(new ServerInfo(version, commit, started, generation), ServerInfoReply.Parse(Call, text));

    [Theory]
    [InlineData("")]
    [InlineData("Pegasus Server 2.4.0")]
    [InlineData("{\"version\":\"2.6\"}")]
    [InlineData("{\"version\":1,\"git_SHA\":\"a\",\"start_time\":\"b\"}")]
    [InlineData("[]")]
    public void ServerInfo_AnyOtherText_IsUnintelligible(string text) => Assert.Throws<UnintelligibleAnswerException>(() => ServerInfoReply.Parse(Call, text));

    [Fact]
    public void Config_Pages_AreValueNullOrError()
    {
        Assert.Equal("22", PageTexts.Config(Call, """{"name":"fd_grace_seconds","section":"replication","type":"FV_INT32","tags":"","description":"","value":"22"}"""));
        Assert.Null(PageTexts.Config(Call, "ERR_OBJECT_NOT_FOUND: fd_grace is not found"));
        Assert.Throws<UnintelligibleAnswerException>(() => PageTexts.Config(Call, "{}"));
        Assert.Throws<UnintelligibleAnswerException>(() => PageTexts.Config(Call, "<html>"));
    }

    [Fact]
    public void Counter_Pages_AreWholeNumbersOrNothing()
    {
        Assert.Equal(3, PageTexts.Counter(Call, """{"name":"replica*eon.replica_stub*replica(Count)","value":"3.00","type":"NUMBER","description":""}"""));
        Assert.Null(PageTexts.Counter(Call, "{}"));
        Assert.Throws<UnintelligibleAnswerException>(() => PageTexts.Counter(Call, """{"value":"3.50"}"""));
        Assert.Throws<UnintelligibleAnswerException>(() => PageTexts.Counter(Call, """{"value":"nan"}"""));
    }

    [Fact]
    public void Triggered_Count_IsWanted()
    {
        CommandReplies.Triggered(Call, "2 processed, 0 not found\n    2.0@10.0.0.1:34801@P : triggered");
        Assert.Throws<UnintelligibleAnswerException>(() => CommandReplies.Triggered(Call, "done"));
        Assert.Throws<RefusedByClusterException>(() => CommandReplies.Triggered(Call, "invalid arguments"));
    }
}
