namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>An HTTP answer.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Location">Where to go instead, with 307.</param>
internal sealed record HttpReply(int Status, string Body, string ContentType = "text/plain", string? Location = null)
{
    public static HttpReply NotFound { get; } = new(404, string.Empty);

    /// <summary>The status line's text (<c>src/http/http_server.cpp</c>).</summary>
    public string Reason => Status switch
    {
        200 => "OK",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        404 => "Not Found",
        _ => "Internal Server Error",
    };
}

/// <summary>Answers HTTP requests.</summary>
internal delegate ValueTask<HttpReply> HttpHandler(HttpCall call);
