// The core User schema: RFC 7643 sections 4.1 and 8.7.1. Where the two differ, or the service does, a comment says why.

import { attribute, display, multiValuedAttribute } from './attribute.ts';
import type { SchemaDefinition } from './definition.ts';

export const USER_SCHEMA: SchemaDefinition = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'User Account',
  attributes: [
    attribute('userName', 'The unique name by which the user signs in. Compared without case.', {
      required: true,
      uniqueness: 'server',
    }),
    attribute('name', "The parts of the user's real name.", {
      type: 'complex',
      subAttributes: [
        attribute('formatted', 'The full name, formatted for display, such as "Ms. Barbara J Jensen, III".'),
        attribute('familyName', 'The family name, or last name in most Western languages.'),
        attribute('givenName', 'The given name, or first name in most Western languages.'),
        attribute('middleName', 'The middle names.'),
        attribute('honorificPrefix', 'What stands before the name, such as "Ms.".'),
        attribute('honorificSuffix', 'What stands after the name, such as "III".'),
      ],
    }),
    attribute('displayName', 'The name of the user to show to people.'),
    attribute('nickName', 'The casual way to address the user, such as "Bob" for "Robert".'),
    attribute('profileUrl', "The address of the user's online profile.", {
      type: 'reference',
      referenceTypes: ['external'],
    }),
    attribute('title', 'The user\'s title, such as "Vice President".'),
    attribute('userType', 'The relationship between the organization and the user, such as "Employee".'),
    attribute('preferredLanguage', "The user's preferred languages, in the form of Accept-Language."),
    attribute('locale', 'The user\'s location for currency, dates and numbers, such as "en-US".'),
    attribute('timezone', 'The user\'s time zone in the form of the IANA database, such as "Europe/Zurich".'),
    attribute('active', 'Whether the user may use the service.', { type: 'boolean' }),
    attribute('password', 'Accepted so that clients which send one succeed; never stored, never returned.', {
      mutability: 'writeOnly',
      returned: 'never',
    }),
    multiValuedAttribute('emails', 'E-mail addresses of the user.', {
      value: [attribute('value', 'An e-mail address.'), display],
      types: ['work', 'home', 'other'],
    }),
    multiValuedAttribute('phoneNumbers', 'Phone numbers of the user.', {
      value: [attribute('value', 'A phone number.'), display],
      types: ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
    }),
    multiValuedAttribute('ims', 'Instant messaging addresses of the user.', {
      value: [attribute('value', 'An instant messaging address.'), display],
      types: ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo'],
    }),
    multiValuedAttribute('photos', 'Addresses of pictures of the user.', {
      value: [
        attribute('value', 'The address of a picture.', {
          type: 'reference',
          referenceTypes: ['external'],
        }),
        display,
      ],
      types: ['photo', 'thumbnail'],
    }),
    // Section 8.7.1 forgets `primary` here; section 2.4 and the example of section 8.2 have it.
    multiValuedAttribute('addresses', 'Postal addresses of the user.', {
      value: [
        attribute('formatted', 'The full address, formatted for display. May hold line breaks.'),
        attribute(
          'streetAddress',
          'The street with house number, or a post office box. May hold line breaks.',
        ),
        attribute('locality', 'The city.'),
        attribute('region', 'The state or region.'),
        attribute('postalCode', 'The postal code.'),
        attribute('country', 'The country, as an ISO 3166-1 alpha-2 code such as "CH".'),
      ],
      types: ['work', 'home', 'other'],
    }),
    // No `display`: the rename of a group would have to rewrite every member.
    attribute('groups', 'The groups that the user is a member of. Changed through the groups.', {
      type: 'complex',
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [
        attribute('value', 'The id of the group.', { mutability: 'readOnly' }),
        attribute('$ref', 'The address of the group.', {
          type: 'reference',
          referenceTypes: ['User', 'Group'],
          mutability: 'readOnly',
        }),
        attribute('type', 'How the user became a member.', {
          canonicalValues: ['direct', 'indirect'],
          mutability: 'readOnly',
        }),
      ],
    }),
    multiValuedAttribute('entitlements', 'Entitlements of the user.', {
      value: [attribute('value', 'An entitlement.'), display],
    }),
    multiValuedAttribute('roles', 'Roles of the user in the organization.', {
      value: [attribute('value', 'A role.'), display],
    }),
    multiValuedAttribute('x509Certificates', 'Certificates of the user.', {
      value: [attribute('value', 'A DER-encoded X.509 certificate in base64.', { type: 'binary' }), display],
    }),
  ],
};
