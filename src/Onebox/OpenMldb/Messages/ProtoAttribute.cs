namespace Nightshift.Onebox.OpenMldb.Messages;

/// <summary>Marks a class as a protobuf message. Its properties, in order, are the fields in the order of the .proto file.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ProtoAttribute(string package, string? name = null) : Attribute
{
    public string Package { get; } = package;

    /// <summary>Message name where it is not the class name.</summary>
    public string? Name { get; } = name;
}

/// <summary>A proto2 <c>required</c> field.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RequiredFieldAttribute : Attribute;
