using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Tests.Wire;

internal static class Decode
{
    /// <param name="frame">Without its length.</param>
    /// <returns>Null: an envelope error.</returns>
    public static object? With<TRequest, TAnswer>(ReadOnlyMemory<byte> frame, RpcMethod<TRequest, TAnswer> method)
    {
        var answer = AnswerFrame.Parse(frame);
        return answer.IsOk ? answer.Read(method.ResultType, reader => method.Read(reader, new ServerBook())) : null;
    }

    public static TAnswer Answer<TRequest, TAnswer>(string hex, RpcMethod<TRequest, TAnswer> method) => (TAnswer)With(Hex.Bytes(hex).AsMemory(4), method)!;
}
