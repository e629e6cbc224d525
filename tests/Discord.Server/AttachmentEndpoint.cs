using Microsoft.AspNetCore.Http;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server;

/// <summary>Files by their addresses, to anybody, as from Discord's CDN.</summary>
internal static class AttachmentEndpoint
{
    public static async Task HandleAsync(HttpContext context, World world)
    {
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        Attachment? found = null;
        lock (world.Gate)
        {
            if (parts.Length == 4 && Snowflake.TryParse(parts[1], out var channel) && world.Channels.TryGetValue(channel, out var place))
            {
                found = place.Messages.Where(message => !message.Deleted).SelectMany(message => message.Attachments)
                    .FirstOrDefault(attachment => attachment.Id.ToString() == parts[2]);
            }
        }

        if (found is null)
        {
            context.Response.StatusCode = 404;
            return;
        }

        context.Response.ContentType = found.ContentType;
        await context.Response.Body.WriteAsync(found.Bytes, context.RequestAborted);
    }
}
