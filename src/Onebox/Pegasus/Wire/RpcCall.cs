using System.Net;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>A request as a handler gets it.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="Generation">Of this server.</param>
/// <param name="Cancellation">Fires when the connection or the server ends.</param>
internal sealed record RpcCall(RequestFrame Frame, IPEndPoint From, WireGeneration Generation, CancellationToken Cancellation)
{
    public string Name => Frame.Name;

    public Gpid Gpid => Frame.Header.Gpid;

    /// <summary>The argument, a struct. <paramref name="tolerant"/>: see <see cref="FieldReader"/>.</summary>
    /// <exception cref="ThriftException">It is something else.</exception>
    public T Read<T>(bool tolerant = false)
        where T : IThriftStruct, new()
        => Argument(reader => new FieldReader(reader, Generation, tolerant).Read<T>());

    /// <summary>The argument, a blob: the key of a read.</summary>
    /// <exception cref="ThriftException">It is something else.</exception>
    public ReadOnlyMemory<byte> ReadBlob() => Argument(reader => reader.Blob());

    private T Argument<T>(Func<ThriftReader, T> read)
    {
        var reader = new ThriftReader(Frame.Arguments);
        if (reader.Type() == ThriftType.Stop)
        {
            throw new ThriftException("no argument");
        }

        reader.I16();
        var argument = read(reader);
        if (reader.Type() != ThriftType.Stop)
        {
            throw new ThriftException("more than one argument");
        }

        reader.End();
        return argument;
    }
}
