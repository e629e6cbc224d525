using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Nightshift.Onebox.Components;

/// <summary>Reads and writes whole bodies.</summary>
internal static class Replies
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Pretty = Compact with { Indented = true };

    public static Task TextAsync(HttpContext context, int status, string text) => WriteAsync(context, status, "text/plain", Encoding.UTF8.GetBytes(text));

    public static Task JsonAsync(HttpContext context, JsonNode body, bool pretty = false)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, pretty ? Pretty : Compact)) body.WriteTo(writer);
        return WriteAsync(context, StatusCodes.Status200OK, "application/json", bytes.ToArray());
    }

    public static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        return bytes.ToArray();
    }

    private static async Task WriteAsync(HttpContext context, int status, string type, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
