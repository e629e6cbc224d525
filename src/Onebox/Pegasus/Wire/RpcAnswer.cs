namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>What a handler answers.</summary>
internal sealed class RpcAnswer
{
    private const short ResultField = 0;

    private RpcAnswer(ErrorCode error, Action<FieldWriter>? result) => (Error, Result) = (error, result);

    /// <summary>No answer, ever: the caller's timer is to end the call.</summary>
    public static RpcAnswer Never { get; } = new(ErrorCode.Unknown, null);

    /// <summary>Envelope error.</summary>
    public ErrorCode Error { get; }

    /// <summary>Writes field 0 of the result; null with an envelope error.</summary>
    public Action<FieldWriter>? Result { get; }

    /// <summary>An envelope error: a frame without result.</summary>
    public static RpcAnswer Failed(ErrorCode error) => new(error, null);

    public static RpcAnswer Of<T>(T message)
        where T : class, IThriftStruct, new()
        => new(ErrorCode.Ok, fields => fields.Struct(ResultField, message));

    /// <summary>A bare string, as remote commands answer.</summary>
    public static RpcAnswer Text(string text) => new(ErrorCode.Ok, fields => fields.Text(ResultField, text));
}
