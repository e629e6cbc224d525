namespace Nightshift.Pegasus.Wire;

/// <summary><c>RPC_CLI_CLI_CALL</c>: a command {1 string cmd, 2 list string arguments}, answered by a bare text.</summary>
internal static class CommandMessages
{
    public static readonly RpcMethod<CommandRequest, string> Command = new("RPC_CLI_CLI_CALL", Write, static (reader, _) => reader.Text())
    {
        ResultType = ThriftType.Text,
    };

    private static void Write(TBinaryWriter writer, CommandRequest request)
    {
        writer.TextField(1, request.Command);
        writer.ListField(2, ThriftType.Text, request.Arguments, static (w, argument) => w.Text(argument));
        writer.Stop();
    }
}

internal sealed record CommandRequest(string Command, IReadOnlyList<string> Arguments);
