namespace Nightshift.Pegasus.Wire;

/// <summary>
/// An answer without its length: envelope error, message begin (version and type reply, name with <c>_ACK</c>, seqid), result struct. The result struct is
/// missing when the envelope error is not ERR_OK.
/// </summary>
internal readonly record struct AnswerFrame(string Error, string Name, int SeqId, ReadOnlyMemory<byte> Result)
{
    /// <summary>Length field, one letter for each name, version, seqid.</summary>
    public const int MinLength = 4 + 5 + 4 + 5 + 4;
    private const int Reply = unchecked((int)0x80010002);
    private const int MaxNameLength = RequestFrame.MaxNameLength + 4;

    public bool IsOk => Error == Client.ErrorNames.Ok;

    public static AnswerFrame Parse(ReadOnlyMemory<byte> frame)
    {
        var reader = new TBinaryReader(frame);
        var error = OwnTypes.Error(reader);
        var version = reader.I32();
        if (version != Reply)
            throw new WireFormatException($"An answer begins with {version:x8} instead of {Reply:x8}.");
        var name = reader.Text();
        if (name.Length is 0 or > MaxNameLength)
            throw new WireFormatException($"An answer's name has {name.Length} letters.");
        var answer = new AnswerFrame(error, name, reader.I32(), frame[^reader.Left..]);
        if (!answer.IsOk && reader.Left > 0)
            throw new WireFormatException($"{reader.Left} bytes follow the error {error}.");
        return answer;
    }

    /// <summary>Field 0 of the result struct, which is all there is.</summary>
    public T Read<T>(byte type, Func<TBinaryReader, T> read)
    {
        var reader = new TBinaryReader(Result);
        var fields = new Fields(reader, Name);
        if (!fields.Next() || fields.Id != 0)
            throw new WireFormatException($"{Name} has no result.");
        var value = read(fields.Typed(type));
        if (fields.Next())
            throw fields.Unknown();
        reader.End();
        return value;
    }
}
