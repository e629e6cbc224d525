namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>Where to connect. The token is sent there, so the way must be encrypted, save to this very machine.</summary>
internal static class GatewayUrl
{
    public const int Version = 10;

    /// <param name="url">As Discord gave it; its query, if any, is replaced.</param>
    /// <exception cref="GatewayFaultException">No encrypted web socket's address.</exception>
    public static Uri From(string url, bool isCompressed)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !(uri.Scheme == Uri.UriSchemeWss || (uri.Scheme == Uri.UriSchemeWs && uri.IsLoopback)))
            throw new GatewayFaultException("Discord named a gateway that is not reached by an encrypted web socket");
        var query = $"v={Version}&encoding=json{(isCompressed ? "&compress=zlib-stream" : "")}";
        return new UriBuilder(uri) { Query = query, Fragment = "" }.Uri;
    }
}
