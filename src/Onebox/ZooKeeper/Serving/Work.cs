namespace Nightshift.Onebox.ZooKeeper.Serving;

/// <summary>What the one thread of the server is asked to do, in the order in which it came in.</summary>
internal abstract record Work;

/// <summary>A frame from a connection, whole, without its length.</summary>
internal sealed record FrameArrived(ServerConnection Connection, byte[] Frame) : Work;

internal sealed record ConnectionEnded(ServerConnection Connection) : Work;

/// <summary>A four-letter word; the answer is plain text, then the connection ends.</summary>
internal sealed record WordArrived(ServerConnection Connection, string Word) : Work;

internal sealed record Tick : Work;
