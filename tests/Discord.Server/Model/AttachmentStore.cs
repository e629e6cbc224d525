using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Rest;

namespace Nightshift.Discord.Server.Model;

/// <summary>Gives uploaded files their ids and addresses, and works out which stay after an edit.</summary>
internal static class AttachmentStore
{
    public static List<Attachment> Store(World world, Message message, MessageForm form) =>
        [.. form.Files.Select(file => Make(world, message, file, form.Attachments?.FirstOrDefault(named => named.Id == file.Index)))];

    /// <summary>Without `attachments` new files are appended; with it, only those it names stay.</summary>
    public static List<Attachment> Merge(World world, Message message, MessageForm form)
    {
        var kept = form.Attachments is null
            ? message.Attachments
            : message.Attachments.Where(old => form.Attachments.Any(named => named.Id == old.Id.ToString()));
        return [.. kept, .. Store(world, message, form)];
    }

    private static Attachment Make(World world, Message message, UploadedFile file, AttachmentForm? named)
    {
        var id = world.NextId();
        var name = Clean(named?.FileName ?? file.FileName);
        var url = new Uri(world.Origin, $"/attachments/{message.Channel.Id}/{id}/{Uri.EscapeDataString(name)}");
        return new Attachment(id, name, named?.Description, file.ContentType, file.Bytes, url);
    }

    /// <summary>As Discord does: whatever is neither letter, digit, point, hyphen nor underscore becomes an underscore.</summary>
    private static string Clean(string name) =>
        new([.. name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')]);
}
