using Nightshift.Playbooks;

namespace Nightshift.Chat.Commands;

/// <summary>A playbook's options as parameters, each by its name, with those that every playbook's command takes.</summary>
internal static class PlaybookParameters
{
    public static IReadOnlyList<CommandParameter> Of(PlaybookDescriptor playbook)
    {
        CommandParameter[] common =
        [
            CommandParameter.On, new(BreakGlassOption.Name[2..], BreakGlassOption.Help, ParameterForm.Named),
        ];
        var own = playbook.Options.Select(Of).ToList();
        return [.. own, .. common.Where(parameter => !own.Exists(one => one.Name == parameter.Name))];
    }

    private static CommandParameter Of(PlaybookOption option) => new(option.Name, string.IsNullOrWhiteSpace(option.Help) ? option.Name : option.Help, ParameterForm.Named)
    {
        Type = option.Type switch
        {
            OptionType.Switch => ParameterType.Switch,
            OptionType.Integer or OptionType.LongInteger => ParameterType.Integer,
            OptionType.Number => ParameterType.Number,
            _ => ParameterType.Text,
        },
        IsRequired = option.Required,
        IsCompleted = option.Type is OptionType.Nodes or OptionType.Release,
        Choices = option.Choices,
    };
}
