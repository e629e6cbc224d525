using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Rest;

internal sealed partial class RestApi
{
    public Task AcknowledgeAsync(Snowflake interaction, string token, WireCallback callback, CancellationToken cancellationToken) => sender.SendAsync(
        new RestRequest(
            RestOperation.AcknowledgeInteraction,
            HttpMethod.Post,
            "interactions/{interaction}/{token}/callback",
            $"interactions/{interaction}/{Escaped(token)}/callback")
        {
            Major = token,
            InteractionToken = token,
            Body = Json(callback, WireJson.Default.WireCallback),
            Priority = RestPriority.Answer,
        },
        cancellationToken);

    /// <summary>The answer that was promised, or what it is to be from now on.</summary>
    public Task EditAnswerAsync(Snowflake application, string token, WireMessageBody body, IReadOnlyList<DiscordFile> files, CancellationToken cancellationToken) =>
        sender.SendAsync(
            Webhook(
                RestOperation.EditAnswer,
                HttpMethod.Patch,
                "webhooks/{webhook}/messages/@original",
                $"webhooks/{application}/{Escaped(token)}/messages/@original",
                token,
                body,
                files),
            cancellationToken);

    public Task FollowUpAsync(Snowflake application, string token, WireMessageBody body, IReadOnlyList<DiscordFile> files, CancellationToken cancellationToken) =>
        sender.SendAsync(
            Webhook(RestOperation.FollowUp, HttpMethod.Post, "webhooks/{webhook}", $"webhooks/{application}/{Escaped(token)}", token, body, files), cancellationToken);

    private static RestRequest Webhook(
        RestOperation operation, HttpMethod method, string route, string path, string token, WireMessageBody body, IReadOnlyList<DiscordFile> files) =>
        new(operation, method, route, path)
        {
            Major = token,
            InteractionToken = token,
            Body = Json(body, WireJson.Default.WireMessageBody),
            Files = files,
            Priority = RestPriority.Answer,
        };

    private static string Escaped(string token) => Uri.EscapeDataString(token);
}
