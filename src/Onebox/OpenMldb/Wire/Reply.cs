using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>Replies of code and message.</summary>
internal static class Reply
{
    public static GeneralResponse Ok() => new() { Code = ReturnCode.Ok, Msg = "ok" };

    public static GeneralResponse With(int code, string msg) => new() { Code = code, Msg = msg };

    public static T With<T>(T reply, int code, string? msg)
        where T : IReply
    {
        reply.Code = code;
        reply.Msg = msg;
        return reply;
    }
}
