using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Rest;

namespace Nightshift.Discord.Server.Checks;

/// <summary>A message's body, read and within Discord's limits. What the body does not name stays null, so that an edit leaves it.</summary>
internal sealed record MessageForm(
    string? Content,
    JsonArray? Embeds,
    JsonArray? Components,
    AllowedMentions? Allowed,
    MessageFlags Flags,
    IReadOnlyList<AttachmentForm>? Attachments,
    IReadOnlyList<UploadedFile> Files)
{
    /// <summary>Whether the body names flags at all.</summary>
    public bool SetsFlags { get; init; }

    /// <summary>Whether nothing would be seen: Discord refuses to make such a message (50006).</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Content) && Embeds is null or { Count: 0 } && Components is null or { Count: 0 }
        && Files.Count == 0 && Attachments is null or { Count: 0 };
}

/// <summary>An element of `attachments`: the index of an uploaded file, or the id of one to keep.</summary>
internal sealed record AttachmentForm(string Id, string? FileName, string? Description);

internal static class MessageCheck
{
    private const MessageFlags Settable = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.Ephemeral;

    /// <param name="prefix">Where the message stands in the body: "data." in an interaction's callback.</param>
    public static MessageForm Read(JsonObject body, IReadOnlyList<UploadedFile> files, FormErrors errors, string prefix = "")
    {
        var content = Fields.Text(body, "content", $"{prefix}content", errors, most: 2000)?.Trim();
        if (body.ContainsKey("content") && content is null) content = "";
        Fields.Flag(body, "tts", $"{prefix}tts", errors);
        return new MessageForm(
            content,
            body.ContainsKey("embeds") ? EmbedCheck.Read(body, errors, $"{prefix}embeds") : null,
            body.ContainsKey("components") ? ComponentCheck.Read(body, errors, $"{prefix}components") : null,
            MentionCheck.Read(body, errors),
            ReadFlags(body, $"{prefix}flags", errors),
            body.ContainsKey("attachments") ? ReadAttachments(body, files, $"{prefix}attachments", errors) : null,
            files) { SetsFlags = body.ContainsKey("flags") };
    }

    private static MessageFlags ReadFlags(JsonObject body, string path, FormErrors errors)
    {
        var flags = (MessageFlags)(Fields.Int(body, "flags", path, errors) ?? 0);
        if (flags.HasFlag(MessageFlags.ComponentsV2))
            errors.Add(path, "NOT_OF_THIS_SERVER", "Components of the second version are not part of this test server.");
        return flags & Settable;
    }

    private static List<AttachmentForm> ReadAttachments(JsonObject body, IReadOnlyList<UploadedFile> files, string path, FormErrors errors)
    {
        var list = new List<AttachmentForm>();
        foreach (var (item, at) in Fields.Objects(body, "attachments", path, errors))
        {
            var id = Fields.Text(item, "id", $"{at}.id", errors, required: true) ?? "";
            var name = Fields.Text(item, "filename", $"{at}.filename", errors, most: 1024);
            var description = Fields.Text(item, "description", $"{at}.description", errors, most: 1024);
            list.Add(new AttachmentForm(id, name, description));
            if (id.Length < 10 && files.All(file => file.Index != id))
                errors.Add(at, "ATTACHMENT_NOT_FOUND", "Attachment data not found");
        }

        return list;
    }
}
